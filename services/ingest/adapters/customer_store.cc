#include "services/ingest/adapters/customer_store.h"

namespace recourse::ingest {
namespace {

#define RECOURSE_COLUMNS "customer_id, source_id, external_id, name, phone, email, language"
// Each way alone can use its index; the limit of each is that of the whole.
constexpr const char* kFind =
    "WITH found AS ("
    "(SELECT customer_id, 1 AS way FROM customers "
    "WHERE phone <> '' AND phone_key(phone) = phone_key($1) LIMIT $3) UNION ALL "
    "(SELECT customer_id, 2 FROM customers "
    "WHERE email <> '' AND email_key(email) = email_key($1) LIMIT $3) UNION ALL "
    "(SELECT customer_id, 3 FROM customers "
    "WHERE external_id <> '' AND external_id = $1 LIMIT $3) UNION ALL "
    "(SELECT customer_id, 4 FROM customers "
    "WHERE name <> '' AND lower(name) LIKE lower($2) ORDER BY lower(name) USING ~<~ LIMIT $3)) "
    "SELECT " RECOURSE_COLUMNS
    " FROM customers "
    "JOIN (SELECT customer_id, min(way) AS way FROM found GROUP BY customer_id) AS best "
    "USING (customer_id) ORDER BY way, recorded_time DESC, customer_id LIMIT $3";
constexpr const char* kContact =
    "SELECT " RECOURSE_COLUMNS " FROM customers WHERE customer_id = $1";
#undef RECOURSE_COLUMNS

// The beginning of a name as LIKE reads it: what was typed stands for itself.
std::string BeginsWith(const std::string& query) {
  std::string pattern;
  for (const char c : query) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

KnownCustomer CustomerAt(const Result& rows, int i) {
  return {CustomerId(rows.Uuid(i, 0)),
          rows.Text(i, 1),
          {rows.Text(i, 2), rows.Text(i, 3), rows.Text(i, 4), rows.Text(i, 5), rows.Text(i, 6)}};
}

}  // namespace

StatusOr<std::vector<KnownCustomer>> CustomerQueries::Find(const std::string& query, int limit) {
  const auto rows = pool_.Ask({kFind, Params().Text(query).Text(BeginsWith(query)).Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KnownCustomer> found;
  for (int i = 0; i < rows->rows(); ++i) found.push_back(CustomerAt(*rows, i));
  return found;
}

StatusOr<KnownCustomer> CustomerQueries::Contact(const CustomerId& id) {
  const auto rows = pool_.Ask({kContact, Params().Uuid(id.uuid())});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such customer");
  return CustomerAt(*rows, 0);
}

}  // namespace recourse::ingest
