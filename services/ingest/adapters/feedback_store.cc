#include "services/ingest/adapters/feedback_store.h"

#include <utility>

namespace recourse::ingest {
namespace {

// An id has no row to lock before it is registered, and two commands about one id may be in two
// batches: without this both would find nothing, and the second would fail on the first one's row.
constexpr const char* kLock =
    "SELECT count(pg_advisory_xact_lock(hashtextextended(id::text, 0))) "
    "FROM (SELECT id FROM unnest($1::uuid[]) AS n (id) ORDER BY id) AS ascending";
constexpr const char* kLoad =
    "SELECT feedback_id, digest FROM feedback WHERE feedback_id = ANY ($1)";
constexpr const char* kSave =
    "INSERT INTO feedback (feedback_id, digest, source_id, external_id, channel, customer_id, "
    "language, text, place, product, about_ticket_id, occurred_time, due_time, attributes, "
    "recorded_time) "
    "SELECT f, d, s, e, c, u, l, x, p, r, a, o, t, "
    "coalesce(string_to_array(nullif(b, ''), chr(1)), '{}'), $15 "
    "FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::uuid[], "
    "$7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[], "
    "$13::timestamptz[], $14::text[]) AS n (f, d, s, e, c, u, l, x, p, r, a, o, t, b)";
constexpr const char* kSaveCustomers =
    "INSERT INTO customers (customer_id, source_id, external_id, name, phone, email, language, "
    "recorded_time) SELECT u, s, e, n, p, m, l, $8 FROM unnest($1::uuid[], $2::text[], "
    "$3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS c (u, s, e, n, p, m, l) "
    "ORDER BY u ON CONFLICT DO NOTHING";
constexpr const char* kGet =
    "SELECT f.customer_id, f.source_id, f.external_id, f.channel, f.text, f.place, f.product, "
    "f.about_ticket_id, f.occurred_time, f.due_time, f.attributes, f.recorded_time, "
    "c.external_id, c.name, c.phone, c.email, f.language FROM feedback f "
    "LEFT JOIN customers c ON c.customer_id = f.customer_id WHERE f.feedback_id = $1";
constexpr const char* kMakeSources =
    "INSERT INTO sources (source_id) SELECT s FROM unnest($1::text[]) AS s ORDER BY s "
    "ON CONFLICT DO NOTHING";
constexpr const char* kTrusted = "SELECT source_id FROM sources WHERE is_trusted LIMIT 10000";
constexpr std::size_t kSourcesRemembered = 10'000;
// An array of arrays would have to be rectangular; names and values hold no U+0001 of their own
// that could be taken for the separator, because it is escaped.
constexpr char kSeparator = '\1';
constexpr char kEscape = '\2';

void PutEscaped(std::string& out, const std::string& value) {
  for (const char c : value) {
    if (c == kSeparator || c == kEscape) out += kEscape;
    out += c == kSeparator ? 's' : c;
  }
}

std::string Unescaped(const std::string& value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != kEscape || i + 1 == value.size()) {
      out += value[i];
    } else {
      out += value[++i] == 's' ? kSeparator : value[i];
    }
  }
  return out;
}

std::string Joined(const std::map<std::string, std::string>& attributes) {
  std::string joined;
  for (const auto& [name, value] : attributes) {
    if (!joined.empty()) joined += kSeparator;
    PutEscaped(joined, name);
    joined += kSeparator;
    PutEscaped(joined, value);
  }
  return joined;
}

// The columns of the rows to be inserted.
struct Columns {
  std::vector<Uuid> ids;
  std::vector<std::string> digests, sources, externals, channels, languages, texts, places,
      products, abouts, attributes;
  std::vector<std::optional<Uuid>> customers;
  std::vector<Timestamp> occurred;
  std::vector<std::optional<Timestamp>> due;

  void Add(const FeedbackId& id, const Feedback& feedback) {
    const Submission& in = feedback.submission;
    ids.push_back(id.uuid());
    digests.push_back(feedback.digest);
    sources.push_back(in.source_id.value());
    externals.push_back(in.external_id);
    channels.push_back(in.channel);
    customers.push_back(feedback.customer_id.empty()
                            ? std::nullopt
                            : std::optional<Uuid>(feedback.customer_id.uuid()));
    languages.push_back(in.customer.language);
    texts.push_back(in.text);
    places.push_back(in.place);
    products.push_back(in.product);
    abouts.push_back(in.about_ticket_id);
    occurred.push_back(feedback.occurred_time);
    due.push_back(in.due_time);
    attributes.push_back(Joined(in.attributes));
  }

  Params ToParams(Timestamp recorded_time) const {
    Params params;
    params.Uuids(ids).BytesArray(digests).Texts(sources).Texts(externals).Texts(channels)
        .OptionalUuids(customers).Texts(languages).Texts(texts).Texts(places).Texts(products)
        .Texts(abouts).Times(occurred).OptionalTimes(due).Texts(attributes).Time(recorded_time);
    return params;
  }
};

// Each customer once, as the first of the batch describes him.
void SaveCustomers(Session& session, const Changes<Domain>& changes) {
  std::map<CustomerId, const Submission*> customers;
  for (const auto& [id, feedback] : changes.states) {
    if (!feedback.customer_id.empty()) {
      customers.emplace(feedback.customer_id, &feedback.submission);
    }
  }
  if (customers.empty()) return;
  std::vector<Uuid> ids;
  std::vector<std::string> sources, externals, names, phones, emails, languages;
  for (const auto& [id, submission] : customers) {
    ids.push_back(id.uuid());
    sources.push_back(submission->source_id.value());
    externals.push_back(submission->customer.external_id);
    names.push_back(submission->customer.name);
    phones.push_back(submission->customer.phone);
    emails.push_back(submission->customer.email);
    languages.push_back(submission->customer.language);
  }
  session.Queue({kSaveCustomers, Params().Uuids(ids).Texts(sources).Texts(externals).Texts(names)
                                     .Texts(phones).Texts(emails).Texts(languages)
                                     .Time(changes.recorded_time)});
}

std::map<std::string, std::string> AttributesOf(const std::vector<std::string>& parts) {
  std::map<std::string, std::string> attributes;
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    attributes[Unescaped(parts[i])] = Unescaped(parts[i + 1]);
  }
  return attributes;
}

Registered RegisteredOf(const Result& rows) {
  Registered out;
  Submission& submission = out.submission;
  out.customer_id = CustomerId(rows.OptionalUuid(0, 0).value_or(Uuid{}));
  submission.source_id = SourceId(rows.Text(0, 1));
  submission.external_id = rows.Text(0, 2);
  submission.channel = rows.Text(0, 3);
  submission.text = rows.Text(0, 4);
  submission.place = rows.Text(0, 5);
  submission.product = rows.Text(0, 6);
  submission.about_ticket_id = rows.Text(0, 7);
  submission.occurred_time = rows.Time(0, 8);
  submission.due_time = rows.OptionalTime(0, 9);
  submission.attributes = AttributesOf(rows.Texts(0, 10));
  out.recorded_time = rows.Time(0, 11);
  submission.customer = {rows.OptionalText(0, 12).value_or(""),
                         rows.OptionalText(0, 13).value_or(""),
                         rows.OptionalText(0, 14).value_or(""),
                         rows.OptionalText(0, 15).value_or(""), rows.Text(0, 16)};
  return out;
}

}  // namespace

StatusOr<View> FeedbackTables::Load(Session& session, const std::vector<FeedbackId>& ids) {
  std::vector<Uuid> uuids;
  for (const FeedbackId& id : ids) uuids.push_back(id.uuid());
  session.Queue({kLock, Params().Uuids(uuids)});
  auto rows = session.Ask({kLoad, Params().Uuids(uuids)});
  if (!rows.ok()) return rows.status();
  View view;
  for (int i = 0; i < rows->rows(); ++i) {
    Feedback known;
    known.digest = rows->Text(i, 1);
    view.emplace(FeedbackId(rows->Uuid(i, 0)), std::move(known));
  }
  return view;
}

void FeedbackTables::Save(Session& session, const Changes<Domain>& changes) {
  Columns columns;
  for (const auto& [id, feedback] : changes.states) columns.Add(id, feedback);
  if (columns.ids.empty()) return;
  if (auto sources = UnseenSources(changes); !sources.empty()) {
    session.Queue({kMakeSources, Params().Texts(sources)});
  }
  session.Queue({kSave, columns.ToParams(changes.recorded_time)});
  SaveCustomers(session, changes);
}

// What is remembered may be of a transaction that was rolled back after all: it then stays absent
// until the next start, which costs nobody anything but a row in a list.
std::vector<std::string> FeedbackTables::UnseenSources(const Changes<Domain>& changes) {
  std::vector<std::string> unseen;
  const std::lock_guard lock(mutex_);
  if (seen_.size() > kSourcesRemembered) seen_.clear();
  for (const auto& [id, feedback] : changes.states) {
    const SourceId& source_id = feedback.submission.source_id;
    if (seen_.insert(source_id).second) unseen.push_back(source_id.value());
  }
  return unseen;
}

StatusOr<std::shared_ptr<const Policy>> FeedbackTables::ReadPolicy(Session& session) {
  auto rows = session.Ask({kTrusted});
  if (!rows.ok()) return rows.status();
  auto policy = std::make_shared<Policy>();
  for (int i = 0; i < rows->rows(); ++i) policy->trusted.insert(SourceId(rows->Text(i, 0)));
  return std::shared_ptr<const Policy>(std::move(policy));
}

StatusOr<Registered> FeedbackQueries::Get(const FeedbackId& id) {
  auto rows = pool_.Ask({kGet, Params().Uuid(id.uuid())});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such feedback");
  return RegisteredOf(*rows);
}

}  // namespace recourse::ingest
