#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// Why something leaves the house: `Effect::purpose`.
inline constexpr const char* kSurvey = "survey";
inline constexpr const char* kReminder = "reminder";
inline constexpr const char* kReply = "reply";
inline constexpr const char* kDigest = "digest";      // a mail to a person of the staff
inline constexpr const char* kFeedback = "feedback";  // a survey's words, to ingest
inline constexpr const char* kNotice = "notice";      // to the digest of a person

// Endpoints that are not outside: their effects never go over a webhook, and whoever gets one twice
// knows it, so that one whose outcome is not known is sent again.
inline constexpr const char* kIngestEndpoint = "ingest";      // FeedbackService.SubmitFeedback
inline constexpr const char* kFollowupEndpoint = "followup";  // HeardInHouse, request = effect id
// ingest registers words as feedback of this source, under the survey's id.
inline constexpr const char* kSurveySource = "survey";

// The survey of a loop, or its reminder, until quiet hours begin.
Effect SurveyEffect(const Telling& telling, const LoopId& loop_id, const Loop& loop,
                    const char* purpose);
Effect WordsEffect(const LoopId& loop_id, const Ticket& ticket, const std::string& words);
Effect ReplyEffect(const Telling& telling, const Delivery& delivery, const std::string& text);
// One line for a person; his digest hears it by HeardInHouse.
Effect NoticeEffect(const AgentId& agent_id, const Notice& notice);
// Of one transaction's effects the notices to one person become one, of at most
// kNoticesTogetherMax: the first of them says the others too. All else stays, and all stay in
// order.
void GatherNotices(std::vector<std::pair<EffectId, Effect>>& effects);
inline constexpr int kNoticesTogetherMax = 100;
Effect DigestEffect(const StaffDigest& digest, const Person& person, const Policy& policy,
                    Timestamp now);

// What an effect of purpose `notice` says to the digest; nothing where it says nothing.
std::optional<Event> HeardInHouse(const Effect& effect);

// Whether an effect that was not sent yet is to be sent as things stand now: not the survey of a
// loop that was closed since, not a reply that the customer was told meanwhile; and of what is over
// only a reply may be sent again, for a survey is sent when the domain says so.
bool IsWanted(const State& state, const Effect& effect);

// The loop, or the delivery, that a result is of; empty where it names none.
LoopId LoopOf(const Effect& effect);
// Of the loop's survey as it was issued last, and not of one that was postponed.
bool IsOfIssue(const Loop& loop, const Effect& effect);
DeliveryId DeliveryOf(const Effect& effect);

}  // namespace recourse::followup
