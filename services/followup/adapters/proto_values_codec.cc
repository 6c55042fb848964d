#include "services/followup/adapters/proto_values.h"

namespace recourse::followup {

google::protobuf::Timestamp ToProto(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  const auto rest =
      std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch() - seconds);
  google::protobuf::Timestamp out;
  out.set_seconds(seconds.count());
  out.set_nanos(static_cast<std::int32_t>(rest.count()));
  return out;
}

Timestamp TimeOf(const google::protobuf::Timestamp& time) {
  return Timestamp(Duration(time.seconds() * 1000 + time.nanos() / 1'000'000));
}

v1::Dimensions ToProto(const Dimensions& dimensions) {
  v1::Dimensions out;
  out.set_branch_id(dimensions.branch_id.value());
  out.set_region_id(dimensions.region_id.value());
  out.set_category(dimensions.category.value());
  out.set_channel(dimensions.channel.value());
  out.set_agent_id(dimensions.agent_id.value());
  out.set_severity(dimensions.severity);
  return out;
}

Dimensions DimensionsOf(const v1::Dimensions& in) {
  return {BranchId(in.branch_id()), RegionId(in.region_id()), Category(in.category()),
          Channel(in.channel()),    AgentId(in.agent_id()),   in.severity()};
}

v1::Standing ToProto(const Standing& standing) {
  v1::Standing out;
  if (standing.state) out.set_state(static_cast<v1::LoopState>(*standing.state));
  out.set_verdict(static_cast<v1::Verdict>(standing.verdict));
  out.set_reason(static_cast<v1::LoopReason>(standing.reason));
  out.set_asked(standing.is_asked);
  if (standing.delivery) out.set_delivery(static_cast<v1::DeliveryState>(*standing.delivery));
  return out;
}

v1::Scores ToProto(const Scores& scores) {
  v1::Scores out;
  if (scores.csat) out.set_csat(*scores.csat);
  if (scores.nps) out.set_nps(*scores.nps);
  if (scores.ces) out.set_ces(*scores.ces);
  if (scores.put_right) out.set_put_right(*scores.put_right);
  return out;
}

Scores ScoresOf(const v1::Scores& in) {
  Scores scores;
  if (in.has_csat()) scores.csat = in.csat();
  if (in.has_nps()) scores.nps = in.nps();
  if (in.has_ces()) scores.ces = in.ces();
  if (in.has_put_right()) scores.put_right = in.put_right();
  return scores;
}

v1::Questions ToProto(const Questions& questions) {
  v1::Questions out;
  out.set_csat(questions.csat);
  out.set_nps(questions.nps);
  out.set_ces(questions.ces);
  out.set_put_right(questions.put_right);
  out.set_words(questions.words);
  return out;
}

Questions QuestionsOf(const v1::Questions& in) {
  return {in.csat(), in.nps(), in.ces(), in.put_right(), in.words()};
}

}  // namespace recourse::followup
