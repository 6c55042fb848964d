#include "services/followup/domain/digesting.h"

#include <algorithm>
#include <utility>

#include "services/common/core/check.h"
#include "services/followup/domain/effects.h"

namespace recourse::followup {
namespace {

StaffDigest Find(const View& view, const FileId& file_id) {
  const auto found = view.find(file_id);
  if (found == view.end()) return {};
  const auto* digest = std::get_if<StaffDigest>(&found->second);
  RECOURSE_CHECK(digest != nullptr);
  return *digest;
}

Decision Changed(const FileId& file_id, StaffDigest digest) {
  Decision decision;
  decision.changed.emplace(file_id, std::move(digest));
  return decision;
}

bool Holds(const std::vector<Notice>& notices, const NoticeId& notice_id) {
  return std::any_of(notices.begin(), notices.end(),
                     [&](const Notice& notice) { return notice.notice_id == notice_id; });
}

bool IsKnown(const StaffDigest& digest, const NoticeId& notice_id) {
  return Holds(digest.pending, notice_id) || Holds(digest.sending, notice_id) ||
         std::find(digest.told.begin(), digest.told.end(), notice_id) != digest.told.end();
}

// A little later, so that what comes together is told together, and an interval after the last.
// While a mail is on its way the next one waits for its result.
void Schedule(StaffDigest& digest, Duration wait, Timestamp now, const StaffRules& rules) {
  if (digest.pending.empty() || !digest.sending.empty() || digest.write_time) return;
  digest.write_time = now + wait;
  if (digest.last_time) {
    digest.write_time = std::max(*digest.write_time, *digest.last_time + rules.interval);
  }
}

void DropOldest(std::vector<Notice>& pending, int& dropped_count) {
  while (pending.size() > kPendingMax) {
    pending.erase(pending.begin());
    ++dropped_count;
  }
}

// What is too old to be news is dropped, and counted.
void DropOld(StaffDigest& digest, Timestamp now) {
  digest.dropped_count += static_cast<int>(std::erase_if(
      digest.pending, [&](const Notice& notice) { return notice.time < now - kNoticeAgeMax; }));
}

void RememberTold(StaffDigest& digest) {
  for (const Notice& notice : digest.sending) digest.told.push_back(notice.notice_id);
  if (digest.told.size() > kToldMax) {
    digest.told.erase(digest.told.begin(),
                      digest.told.end() - static_cast<std::ptrdiff_t>(kToldMax));
  }
  digest.sending.clear();
  digest.sending_dropped_count = 0;
}

void TakeBack(StaffDigest& digest) {
  digest.dropped_count += std::exchange(digest.sending_dropped_count, 0);
  digest.pending.insert(digest.pending.begin(), digest.sending.begin(), digest.sending.end());
  digest.sending.clear();
}

void TakeMail(StaffDigest& digest) {
  const auto count =
      static_cast<std::ptrdiff_t>(std::min(digest.pending.size(), kNoticesInMailMax));
  digest.sending.assign(digest.pending.begin(), digest.pending.begin() + count);
  digest.pending.erase(digest.pending.begin(), digest.pending.begin() + count);
  digest.sending_dropped_count = std::exchange(digest.dropped_count, 0);
  ++digest.mail_count;
}

}  // namespace

Decision Gather(const View& view, const Notify& event, Timestamp now, const Policy& policy) {
  StaffDigest digest = Find(view, event.file_id);
  const auto known = digest.pending.size();
  for (const Notice& notice : event.notices) {
    if (!IsKnown(digest, notice.notice_id)) digest.pending.push_back(notice);
  }
  if (digest.pending.size() == known) return Nothing();
  digest.agent_id = event.agent_id;
  DropOldest(digest.pending, digest.dropped_count);
  Schedule(digest, policy.staff.gather, now, policy.staff);
  return Changed(event.file_id, std::move(digest));
}

Decision Write(const View& view, const DigestTimePassed& event, Timestamp now,
               const Policy& policy) {
  StaffDigest digest = Find(view, event.file_id);
  if (!digest.write_time || now <= *digest.write_time) return Nothing();  // never early
  digest.write_time.reset();
  DropOld(digest, now);
  const auto person = policy.staff.people.find(digest.agent_id);
  if (person == policy.staff.people.end()) digest.pending.clear();  // he left
  if (digest.pending.empty()) return Changed(event.file_id, std::move(digest));
  TakeMail(digest);
  Effect mail = DigestEffect(digest, person->second, policy, now);
  Decision decision = Changed(event.file_id, std::move(digest));
  decision.effects.push_back(std::move(mail));
  return decision;
}

Decision HearOfDigest(const View& view, const EffectEnded& event, Timestamp now,
                      const Policy& policy) {
  StaffDigest digest = Find(view, event.file_id);
  if (!IsWanted(State(digest), event.result.effect)) return Nothing();  // not the mail on its way
  if (event.result.outcome == EffectOutcome::kFailed) {
    TakeBack(digest);
    Schedule(digest, policy.staff.retry_after, now, policy.staff);
  } else {
    digest.last_time = now;
    RememberTold(digest);
    Schedule(digest, Duration(0), now, policy.staff);
  }
  return Changed(event.file_id, std::move(digest));
}

}  // namespace recourse::followup
