#include "services/common/postgres/operations_store.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "services/common/runtime/dead_letter.h"

namespace recourse {
namespace {

#define RECOURSE_DEAD_LETTERS                                                                  \
  "SELECT partition, sequence, headers, payload, recorded_time, "                              \
  "EXISTS (SELECT 1 FROM requests r WHERE r.answer IS NOT NULL AND r.request_id::text = "       \
  "headers[array_position(headers, 'recourse-origin-header-ce_id') + 1]) FROM outbox "
constexpr const char* kList =
    RECOURSE_DEAD_LETTERS "WHERE topic = $1 ORDER BY recorded_time DESC LIMIT $2";
constexpr const char* kGet =
    RECOURSE_DEAD_LETTERS "WHERE topic = $1 AND partition = $2 AND sequence = $3";
constexpr const char* kOldest =
    "SELECT (SELECT min(sequence) FROM outbox WHERE topic = $1 AND partition = $2), "
    "last_sequence FROM heads WHERE topic = $1 AND partition = $2";
// A new term: what the present relay acknowledges of its own count has no effect any more, and it
// takes the lease anew.
constexpr const char* kResend =
    "UPDATE relays SET term = term + 1, until_time = '-infinity', "
    "acknowledged_sequence = least(acknowledged_sequence, $3) "
    "WHERE topic = $1 AND partition = $2";

int HexOf(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }

std::string Unescaped(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      bytes += static_cast<char>(HexOf(text[i + 1]) * 16 + HexOf(text[i + 2]));
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

// Strays have no sequence of their own; theirs among the dead letters, far from all others.
constexpr std::int64_t kStraySequence = 100'000'000;

void ReadHeader(const std::string& name, const std::string& value, KeptDeadLetter& letter) {
  RawRecord& record = letter.record;
  const std::string prefix = kOriginHeaderPrefix;
  if (name == kOriginHeader) letter.origin = value;
  if (name == kReasonHeader) letter.reason = value;
  if (name == kOriginKeyHeader) record.key = value;
  if (name.rfind(prefix, 0) != 0) return;
  const std::string own = name.substr(prefix.size());
  record.headers.emplace_back(own, value);
  if (own == "ce_type") letter.type = value;
  if (own == "ce_id") record.id = FactId(ParseUuid(value).value_or(Uuid{}));
  if (own == "ce_sequence") record.place.sequence = std::strtoll(value.c_str(), nullptr, 10);
}

}  // namespace

KeptDeadLetter OperationsStore::LetterOf(const Result& rows, int row) const {
  KeptDeadLetter letter;
  letter.partition = static_cast<int>(rows.Int(row, 0));
  letter.sequence = rows.Int(row, 1);
  const auto headers = rows.Texts(row, 2);
  for (std::size_t i = 0; i + 1 < headers.size(); i += 2) {
    ReadHeader(Unescaped(headers[i]), Unescaped(headers[i + 1]), letter);
  }
  letter.recorded_time = rows.Time(row, 4);
  letter.replayed = rows.Bool(row, 5);
  RawRecord& record = letter.record;
  record.payload = rows.Text(row, 3);
  record.partition = {letter.origin.substr(0, letter.origin.find('/')), letter.partition};
  if (record.place.sequence == 0) record.place.sequence = kStraySequence + letter.sequence;
  return letter;
}

StatusOr<std::vector<KeptDeadLetter>> OperationsStore::List(int limit) {
  auto rows = pool_.Ask({kList, Params().Text(dead_topic_).Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KeptDeadLetter> letters;
  for (int i = 0; i < rows->rows(); ++i) letters.push_back(LetterOf(*rows, i));
  return letters;
}

StatusOr<KeptDeadLetter> OperationsStore::Get(int partition, std::int64_t sequence) {
  auto rows = pool_.Ask({kGet, Params().Text(dead_topic_).Int4(partition).Int(sequence)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such dead letter");
  return LetterOf(*rows, 0);
}

StatusOr<std::int64_t> OperationsStore::Resend(const Partition& partition,
                                               std::int64_t from_sequence) {
  const auto params = Params().Text(partition.topic).Int4(partition.number);
  auto kept = pool_.Ask({kOldest, params});
  if (!kept.ok()) return kept.status();
  if (kept->rows() == 0) return absl::NotFoundError("this service says nothing there");
  if (from_sequence < 1 || kept->IsNull(0, 0) || from_sequence < kept->Int(0, 0)) {
    return absl::OutOfRangeError("the outbox no longer has that sequence: it begins at " +
                                 (kept->IsNull(0, 0) ? "nothing"
                                                     : std::to_string(kept->Int(0, 0))));
  }
  auto set = pool_.Ask({kResend, Params(params).Int(from_sequence - 1)});
  if (!set.ok()) return set.status();
  return std::max<std::int64_t>(0, kept->Int(0, 1) - from_sequence + 1);
}

}  // namespace recourse
