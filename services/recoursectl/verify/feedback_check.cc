#include "services/recoursectl/verify/feedback_check.h"

#include <variant>

namespace recourse::ctl::verify {
namespace {

struct Said {
  Partition partition;
  std::int64_t sequence = 0;
  FactId id;
};
using SaidOf = std::unordered_map<Uuid, Said>;

// Who of ingest and classify said what of each feedback; a second time is a violation.
SaidOf FirstOfEach(const Facts<FeedbackFact>& facts, Check& once) {
  SaidOf said;
  for (const auto& [partition, by_sequence] : facts) {
    for (const auto& [sequence, fact] : by_sequence) {
      if (fact.ordinal != 1) continue;  // a correction
      const bool fresh = said.emplace(fact.feedback_id, Said{partition, sequence, fact.id}).second;
      once.Examine(fresh, "feedback " + ToString(fact.feedback_id) + " is said again in " +
                              PlaceText(partition, sequence));
    }
  }
  return said;
}

std::optional<Disposition> DispositionOf(const routing::Fact& fact) {
  const Uuid ticket_id = fact.ticket_id.uuid();
  if (fact.feedback_id.empty()) return std::nullopt;  // split off: disposed of when it joined
  if (std::holds_alternative<routing::TicketOpened>(fact.what)) {
    return Disposition{DispositionKind::kOpened, ticket_id};
  }
  if (std::holds_alternative<routing::FeedbackJoined>(fact.what)) {
    return Disposition{DispositionKind::kJoined, ticket_id};
  }
  if (std::holds_alternative<routing::FeedbackRecorded>(fact.what)) {
    return Disposition{DispositionKind::kRecorded, Uuid{}};
  }
  return std::nullopt;
}

// Whether it disposes of what was recorded without a ticket before: a person corrected that.
bool IsCorrection(const routing::Fact& fact) {
  const auto* opened = std::get_if<routing::TicketOpened>(&fact.what);
  const auto* joined = std::get_if<routing::FeedbackJoined>(&fact.what);
  return (opened != nullptr && opened->recorded_before) ||
         (joined != nullptr && joined->recorded_before);
}

class Judging {
 public:
  explicit Judging(const Evidence& evidence)
      : evidence_(evidence),
        received_(FirstOfEach(evidence.received, said_)),
        classified_(FirstOfEach(evidence.classified, classified_once_)) {
    for (const DeadLetterEvidence& letter : evidence_.dead_letters) {
      dead_.insert(letter.origin_id.uuid());
    }
    ReadTold();
  }

  std::vector<Check> Run() {
    for (const Uuid& feedback_id : evidence_.registered) JudgeRegistered(feedback_id);
    JudgeInventions();
    JudgeTables();
    JudgeLetters();
    JudgeSum();
    std::vector<Check> checks{said_, classified_once_, invented_, disposed_, sum_, letters_};
    if (evidence_.acknowledged) checks.insert(checks.begin(), JudgeAcknowledged());
    return checks;
  }

 private:
  void ReadTold() {
    std::unordered_map<Uuid, Disposition> corrected;
    for (const auto& [partition, by_sequence] : evidence_.told) {
      for (const auto& [sequence, fact] : by_sequence) {
        const auto disposition = DispositionOf(fact);
        if (!disposition) continue;
        auto& known = IsCorrection(fact) ? corrected : told_;
        const bool fresh = known.emplace(fact.feedback_id.uuid(), *disposition).second;
        disposed_.Examine(fresh, "feedback " + ToString(fact.feedback_id) +
                                     " is disposed of again in " + PlaceText(partition, sequence));
      }
    }
    for (const auto& [feedback_id, disposition] : corrected) Correct(feedback_id, disposition);
  }

  // Recorded first, and then once a ticket's: between the partitions of both there is no order.
  void Correct(const Uuid& feedback_id, const Disposition& disposition) {
    const auto recorded = told_.find(feedback_id);
    const bool was_recorded =
        recorded != told_.end() && recorded->second.kind == DispositionKind::kRecorded;
    disposed_.Examine(was_recorded || (recorded == told_.end() && !whole_told_),
                      "feedback " + ToString(feedback_id) +
                          " became a ticket's by a correction and was not recorded before");
    told_.insert_or_assign(feedback_id, disposition);
  }

  // Follows one piece of feedback as far as it has come.
  void JudgeRegistered(const Uuid& feedback_id) {
    const auto received = received_.find(feedback_id);
    if (received == received_.end()) {
      said_.Examine(!whole_received_,
                    "feedback " + ToString(feedback_id) + " is registered and was never said");
      return;
    }
    const auto classified = classified_.find(feedback_id);
    if (classified == classified_.end()) {
      JudgeUnclassified(feedback_id, received->second);
      return;
    }
    if (told_.contains(feedback_id)) return;
    JudgeUndisposed(feedback_id, classified->second);
  }

  void JudgeUnclassified(const Uuid& feedback_id, const Said& received) {
    if (!Passed(evidence_.heard_by_classify, received.partition, received.sequence)) {
      ++waiting_;
    } else if (dead_.contains(received.id.uuid())) {
      ++buried_;
    } else {
      classified_once_.Examine(!whole_classified_,
                               "feedback " + ToString(feedback_id) + " of " +
                                   PlaceText(received.partition, received.sequence) +
                                   " was passed by classify and not classified");
    }
  }

  void JudgeUndisposed(const Uuid& feedback_id, const Said& classified) {
    if (!Passed(evidence_.heard_by_routing, classified.partition, classified.sequence)) {
      ++waiting_;
    } else if (dead_.contains(classified.id.uuid())) {
      ++buried_;
    } else {
      disposed_.Examine(!whole_told_, "feedback " + ToString(feedback_id) + " of " +
                                          PlaceText(classified.partition, classified.sequence) +
                                          " was passed by routing and has no disposition");
    }
  }

  void JudgeInventions() {
    const auto judge = [&](const Uuid& feedback_id, const char* what) {
      invented_.Examine(evidence_.registered.contains(feedback_id),
                        std::string(what) + " of feedback " + ToString(feedback_id) +
                            ", which nobody registered");
    };
    for (const auto& [feedback_id, said] : received_) judge(feedback_id, "a fact of ingest");
    for (const auto& [feedback_id, said] : classified_) judge(feedback_id, "a classification");
    for (const auto& [feedback_id, disposition] : told_) judge(feedback_id, "a disposition");
    for (const auto& [feedback_id, disposition] : evidence_.dispositions) {
      judge(feedback_id, "a row of dispositions");
    }
  }

  // The table and the facts, both ways.
  void JudgeTables() {
    for (const auto& [feedback_id, disposition] : told_) {
      const auto row = evidence_.dispositions.find(feedback_id);
      disposed_.Examine(row != evidence_.dispositions.end() && row->second == disposition,
                        "feedback " + ToString(feedback_id) +
                            ": the table dispositions does not say what the fact says");
    }
    for (const auto& [feedback_id, disposition] : evidence_.dispositions) {
      disposed_.Examine(!whole_told_ || told_.contains(feedback_id),
                        "feedback " + ToString(feedback_id) +
                            " stands in the table dispositions and no fact says so");
    }
  }

  // A letter that was replayed has led to what it would have led to.
  bool Replayed(const DeadLetterEvidence& letter) const {
    if (letter.replayed) return true;
    const auto same = [&](const auto& entry) { return entry.second.id == letter.origin_id; };
    for (const auto& entry : received_) {
      if (same(entry)) return classified_.contains(entry.first);
    }
    for (const auto& entry : classified_) {
      if (same(entry)) return told_.contains(entry.first);
    }
    return false;
  }

  void JudgeLetters() {
    for (const DeadLetterEvidence& letter : evidence_.dead_letters) {
      letters_.Examine(Replayed(letter), PlaceText(letter.partition, letter.sequence) + ", fact " +
                                             ToString(letter.origin_id) + ": " + letter.reason);
    }
  }

  void JudgeSum() {
    std::int64_t of_kind[4] = {};
    for (const auto& [feedback_id, disposition] : evidence_.dispositions) {
      ++of_kind[static_cast<int>(disposition.kind)];
    }
    const std::int64_t sum = of_kind[1] + of_kind[2] + of_kind[3] + buried_ + waiting_;
    const auto registered = static_cast<std::int64_t>(evidence_.registered.size());
    const std::string numbers =
        "opened " + std::to_string(of_kind[1]) + " + joined " + std::to_string(of_kind[2]) +
        " + recorded " + std::to_string(of_kind[3]) + " + in dead letters " +
        std::to_string(buried_) + " + under way " + std::to_string(waiting_) + " = " +
        std::to_string(sum) + "; registered " + std::to_string(registered);
    sum_.what += " (" + numbers + ")";
    sum_.examined = registered;
    if (sum != registered) sum_.Violate(numbers);
  }

  Check JudgeAcknowledged() const {
    Check check{"B1", "every acknowledged feedback is registered and has exactly one disposition"};
    for (const std::string& text : *evidence_.acknowledged) {
      const auto feedback_id = ParseUuid(text);
      if (!feedback_id) {
        check.Examine(false, "\"" + text + "\" is no id of feedback");
      } else if (!evidence_.registered.contains(*feedback_id)) {
        check.Examine(false, text + " was acknowledged and is not registered");
      } else {
        check.Examine(evidence_.dispositions.contains(*feedback_id),
                      text + " was acknowledged and has no disposition");
      }
    }
    return check;
  }

  const Evidence& evidence_;
  Check said_{"B2", "every registered feedback is one fact of ingest"};
  Check classified_once_{"B10", "every feedback that classify has passed is classified once"};
  Check invented_{"B3", "nothing is said of feedback that nobody registered"};
  Check disposed_{"D1",
                  "every feedback that routing has passed opened one ticket, joined one, or "
                  "was recorded: once, in facts and table alike"};
  Check sum_{"D2", "the dispositions add up to what is registered"};
  Check letters_{"D3", "nothing lies in the dead letters that was not replayed"};
  const SaidOf received_;
  const SaidOf classified_;
  std::unordered_map<Uuid, Disposition> told_;
  std::unordered_set<Uuid> dead_;
  std::int64_t waiting_ = 0;
  std::int64_t buried_ = 0;
  const bool whole_received_ = IsWhole(evidence_.logs, kReceivedTopic);
  const bool whole_classified_ = IsWhole(evidence_.logs, kClassifiedTopic);
  const bool whole_told_ = IsWhole(evidence_.logs, kTicketTopic);
};

}  // namespace

std::vector<Check> CheckFeedback(const Evidence& evidence) { return Judging(evidence).Run(); }

}  // namespace recourse::ctl::verify
