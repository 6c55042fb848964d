#include "services/followup/adapters/file_codec.h"

#include <algorithm>
#include <utility>

#include "recourse/followup/v1/file_record.pb.h"
#include "services/followup/adapters/proto_values.h"

namespace recourse::followup {
namespace {

// Of a field that may be absent.
template <typename Message>
std::optional<Timestamp> TimeIn(bool present, const Message& time) {
  return present ? std::optional<Timestamp>(TimeOf(time)) : std::nullopt;
}

void WriteTicket(const Ticket& ticket, v1::TicketStandingRecord& out) {
  out.set_ticket_id(TextOf(ticket.ticket_id));
  out.set_number(ticket.number);
  out.set_customer_id(TextOf(ticket.customer_id));
  out.set_cycle(ticket.cycle);
  out.set_language(ticket.language);
  *out.mutable_dimensions() = ToProto(ticket.dimensions);
}

Ticket TicketOf(const v1::TicketStandingRecord& in) {
  return {IdOfText<TicketId>(in.ticket_id()),
          in.number(),
          IdOfText<CustomerId>(in.customer_id()),
          in.cycle(),
          in.language(),
          DimensionsOf(in.dimensions())};
}

void WriteCustomer(const CustomerFile& file, v1::CustomerRecord& out) {
  for (const Contact& contact : file.contacts) {
    auto* record = out.add_contacts();
    record->set_loop_id(TextOf(contact.loop_id));
    record->set_kind(static_cast<std::int32_t>(contact.kind));
    if (contact.time) *record->mutable_time() = ToProto(*contact.time);
  }
  if (!file.preference) return;
  out.mutable_preference()->set_surveys(file.preference->surveys);
  *out.mutable_preference()->mutable_set_time() = ToProto(file.preference->set_time);
}

CustomerFile CustomerOf(const v1::CustomerRecord& in) {
  CustomerFile file;
  for (const auto& record : in.contacts()) {
    file.contacts.push_back({IdOfText<LoopId>(record.loop_id()),
                             static_cast<ContactKind>(record.kind()),
                             TimeIn(record.has_time(), record.time())});
  }
  if (in.has_preference()) {
    file.preference = {in.preference().surveys(), TimeOf(in.preference().set_time())};
  }
  return file;
}

template <typename Records>
void WriteNotices(const std::vector<Notice>& notices, Records& out) {
  for (const Notice& notice : notices) {
    auto* record = out.Add();
    record->set_notice_id(TextOf(notice.notice_id));
    record->set_kind(static_cast<std::int32_t>(notice.kind));
    record->set_ticket_id(TextOf(notice.ticket_id));
    record->set_number(notice.number);
    record->set_branch_id(notice.branch_id.value());
    record->set_category(notice.category.value());
    record->set_severity(notice.severity);
    *record->mutable_time() = ToProto(notice.time);
    record->set_clock(notice.clock);
    if (notice.due_time) *record->mutable_due_time() = ToProto(*notice.due_time);
  }
}

template <typename Records>
std::vector<Notice> NoticesOf(const Records& in) {
  std::vector<Notice> notices;
  for (const auto& record : in) {
    notices.push_back(
        {IdOfText<NoticeId>(record.notice_id()), static_cast<NoticeKind>(record.kind()),
         IdOfText<TicketId>(record.ticket_id()), record.number(), BranchId(record.branch_id()),
         Category(record.category()), record.severity(), TimeOf(record.time()), record.clock(),
         TimeIn(record.has_due_time(), record.due_time())});
  }
  return notices;
}

void WriteDigest(const StaffDigest& digest, v1::DigestRecord& out) {
  out.set_agent_id(digest.agent_id.value());
  WriteNotices(digest.pending, *out.mutable_pending());
  WriteNotices(digest.sending, *out.mutable_sending());
  for (const NoticeId& told : digest.told) out.add_told(TextOf(told));
  out.set_mail_count(digest.mail_count);
  out.set_dropped_count(digest.dropped_count);
  out.set_sending_dropped_count(digest.sending_dropped_count);
  if (digest.write_time) *out.mutable_write_time() = ToProto(*digest.write_time);
  if (digest.last_time) *out.mutable_last_time() = ToProto(*digest.last_time);
}

StaffDigest DigestOf(const v1::DigestRecord& in) {
  StaffDigest digest;
  digest.agent_id = AgentId(in.agent_id());
  digest.pending = NoticesOf(in.pending());
  digest.sending = NoticesOf(in.sending());
  for (const auto& told : in.told()) digest.told.push_back(IdOfText<NoticeId>(told));
  digest.mail_count = in.mail_count();
  digest.dropped_count = in.dropped_count();
  digest.sending_dropped_count = in.sending_dropped_count();
  digest.write_time = TimeIn(in.has_write_time(), in.write_time());
  digest.last_time = TimeIn(in.has_last_time(), in.last_time());
  return digest;
}

void WriteHeard(const Heard& heard, v1::HeardRecord& out) {
  *out.mutable_scores() = ToProto(heard.scores);
  out.set_via(static_cast<v1::AnswerVia>(heard.via));
  out.set_agent_id(heard.agent_id.value());
  out.set_digest(heard.digest.bytes.data(), heard.digest.bytes.size());
  out.set_recovery(static_cast<v1::Recovery>(heard.recovery));
}

Heard HeardOf(const v1::HeardRecord& in) {
  Heard heard{ScoresOf(in.scores()), static_cast<AnswerVia>(in.via()), AgentId(in.agent_id()),
              Uuid{}, static_cast<Recovery>(in.recovery())};
  const std::string& digest = in.digest();
  if (digest.size() == heard.digest.bytes.size()) {
    std::copy(digest.begin(), digest.end(), heard.digest.bytes.begin());
  }
  return heard;
}

void WriteTimes(const Loop& loop, v1::LoopRecord& out) {
  *out.mutable_resolve_time() = ToProto(loop.resolve_time);
  if (loop.ask_time) *out.mutable_ask_time() = ToProto(*loop.ask_time);
  if (loop.remind_time) *out.mutable_remind_time() = ToProto(*loop.remind_time);
  if (loop.expire_time) *out.mutable_expire_time() = ToProto(*loop.expire_time);
  if (loop.close_time) *out.mutable_close_time() = ToProto(*loop.close_time);
}

void ReadTimes(const v1::LoopRecord& in, Loop& loop) {
  loop.resolve_time = TimeOf(in.resolve_time());
  loop.ask_time = TimeIn(in.has_ask_time(), in.ask_time());
  loop.remind_time = TimeIn(in.has_remind_time(), in.remind_time());
  loop.expire_time = TimeIn(in.has_expire_time(), in.expire_time());
  loop.close_time = TimeIn(in.has_close_time(), in.close_time());
}

}  // namespace

std::string EncodeFile(const State& state) {
  v1::FileRecord out;
  if (const auto* digest = std::get_if<StaffDigest>(&state)) {
    WriteDigest(*digest, *out.mutable_digest());
  } else {
    WriteCustomer(std::get<CustomerFile>(state), *out.mutable_customer());
  }
  return out.SerializeAsString();
}

std::optional<State> DecodeFile(const std::string& bytes) {
  v1::FileRecord in;
  if (!in.ParseFromString(bytes)) return std::nullopt;
  if (in.has_digest()) return DigestOf(in.digest());
  if (in.has_customer()) return CustomerOf(in.customer());
  return std::nullopt;
}

std::string EncodeLoop(const Loop& loop) {
  v1::LoopRecord out;
  out.set_version(loop.version);
  WriteTicket(loop.ticket, *out.mutable_ticket());
  out.set_ticket_version(loop.ticket_version);
  out.set_way(static_cast<v1::SurveyWay>(loop.way));
  out.set_state(static_cast<v1::LoopState>(loop.state));
  out.set_verdict(static_cast<v1::Verdict>(loop.verdict));
  out.set_reason(static_cast<v1::LoopReason>(loop.reason));
  out.set_asked(loop.is_asked);
  out.set_unknown(loop.is_unknown);
  *out.mutable_questions() = ToProto(loop.questions);
  WriteTimes(loop, out);
  out.set_call_count(loop.call_count);
  if (loop.calling) {
    out.mutable_calling()->set_agent_id(loop.calling->agent_id.value());
    *out.mutable_calling()->mutable_start_time() = ToProto(loop.calling->start_time);
  }
  if (loop.heard) WriteHeard(*loop.heard, *out.mutable_heard());
  out.set_survey_policy_version(loop.policy_version);
  return out.SerializeAsString();
}

std::optional<Loop> DecodeLoop(const std::string& bytes) {
  v1::LoopRecord in;
  if (!in.ParseFromString(bytes) || !in.has_ticket()) return std::nullopt;
  Loop loop;
  loop.version = in.version();
  loop.ticket = TicketOf(in.ticket());
  loop.ticket_version = in.ticket_version();
  loop.way = static_cast<SurveyWay>(in.way());
  loop.state = static_cast<LoopState>(in.state());
  loop.verdict = static_cast<Verdict>(in.verdict());
  loop.reason = static_cast<LoopReason>(in.reason());
  loop.is_asked = in.asked();
  loop.is_unknown = in.unknown();
  loop.questions = QuestionsOf(in.questions());
  ReadTimes(in, loop);
  loop.call_count = in.call_count();
  if (in.has_calling()) {
    loop.calling = {AgentId(in.calling().agent_id()), TimeOf(in.calling().start_time())};
  }
  if (in.has_heard()) loop.heard = HeardOf(in.heard());
  loop.policy_version = in.survey_policy_version();
  return loop;
}

std::string EncodeDelivery(const Delivery& delivery) {
  v1::DeliveryRecord out;
  out.set_version(delivery.version);
  WriteTicket(delivery.ticket, *out.mutable_ticket());
  out.set_reply_version(delivery.reply_version);
  out.set_way(static_cast<std::int32_t>(delivery.way));
  out.set_state(static_cast<v1::DeliveryState>(delivery.state));
  out.set_agent_id(delivery.agent_id.value());
  *out.mutable_reply_time() = ToProto(delivery.reply_time);
  if (delivery.settle_time) *out.mutable_settle_time() = ToProto(*delivery.settle_time);
  if (delivery.told_time) *out.mutable_told_time() = ToProto(*delivery.told_time);
  out.set_reason(delivery.reason);
  out.set_survey_policy_version(delivery.policy_version);
  return out.SerializeAsString();
}

std::optional<Delivery> DecodeDelivery(const std::string& bytes) {
  v1::DeliveryRecord in;
  if (!in.ParseFromString(bytes) || !in.has_ticket()) return std::nullopt;
  Delivery delivery;
  delivery.version = in.version();
  delivery.ticket = TicketOf(in.ticket());
  delivery.reply_version = in.reply_version();
  delivery.way = static_cast<ReplyWay>(in.way());
  delivery.state = static_cast<DeliveryState>(in.state());
  delivery.agent_id = AgentId(in.agent_id());
  delivery.reply_time = TimeOf(in.reply_time());
  delivery.settle_time = TimeIn(in.has_settle_time(), in.settle_time());
  delivery.told_time = TimeIn(in.has_told_time(), in.told_time());
  delivery.reason = in.reason();
  delivery.policy_version = in.survey_policy_version();
  return delivery;
}

}  // namespace recourse::followup
