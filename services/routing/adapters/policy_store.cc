#include "services/routing/adapters/policy_store.h"

#include <set>
#include <utility>

#include "services/common/process/log.h"

namespace recourse::routing {
namespace {

// So long before a calendar ends people are told to publish the next year of it.
constexpr std::chrono::days kKnownAheadMin{60};

StatusOr<std::string> ActiveDocument(Session& session, const std::string& kind,
                                     const std::map<std::string, std::int64_t>& versions) {
  const auto found = versions.find(kind);
  if (found == versions.end()) {
    return absl::UnavailableError("no policy of kind " + kind +
                                  " yet: load it by `recoursectl policy put` or `org import`");
  }
  return PolicyTable::Document(session, kind, found->second);
}

Status Named(const std::string& kind, std::int64_t version, const Status& status) {
  return absl::FailedPreconditionError("policy " + kind + " version " + std::to_string(version) +
                                       ": " + std::string(status.message()));
}

// What is active of one kind, read; none where there is none yet, or one that this build refuses.
template <typename Made>
std::optional<Made> ActiveOf(Session& session, const std::string& kind,
                             const std::map<std::string, std::int64_t>& versions,
                             StatusOr<Made> (*read)(const std::string&)) {
  const auto document = ActiveDocument(session, kind, versions);
  if (!document.ok()) return std::nullopt;
  auto made = read(*document);
  if (!made.ok()) return std::nullopt;
  return *std::move(made);
}

// The documents that name each other.
struct Documents {
  std::optional<CalendarsById> calendars{};
  std::optional<SlaRules> sla{};
  std::optional<Policy> organization{};
  std::optional<Policy> routing{};
};

Status CheckCalendarIds(const Documents& all) {
  if (!all.calendars) return absl::OkStatus();  // a new system: it is checked when they are put
  const auto unknown = [&](const std::string& id) { return !all.calendars->contains(id); };
  if (all.sla && unknown(all.sla->calendar_id)) {
    return absl::InvalidArgumentError("the SLA policy names the calendar " + all.sla->calendar_id +
                                      ", which the calendar policy does not have: put it first");
  }
  if (!all.organization) return absl::OkStatus();
  for (const auto& [id, branch] : all.organization->branches) {
    if (branch.calendar_id.empty() || !unknown(branch.calendar_id)) continue;
    return absl::InvalidArgumentError("the branch " + id.value() + " names the calendar " +
                                      branch.calendar_id +
                                      ", which the calendar policy does not have: put it first");
  }
  return absl::OkStatus();
}

void WarnOfEnds(const CalendarsById& calendars) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  for (const auto& [id, calendar] : calendars) {
    if (!calendar.known_until) continue;
    const auto ahead = calendar.known_until->time_since_epoch() - today.time_since_epoch();
    if (ahead >= kKnownAheadMin) continue;
    Log(LogLevel::kWarning,
        "a calendar is not known much longer: clocks have no due time beyond it",
        {{"calendar_id", id}, {"days", std::int64_t{ahead.count()}}});
  }
}

// Puts a document in its place among the others, or says what is wrong with it.
Status Take(const std::string& kind, const std::string& document, Documents& all) {
  const auto take = [](auto made, auto& place) {
    if (made.ok()) place = *std::move(made);
    return made.status();
  };
  if (kind == kOrganization) return take(ReadOrganizationDocument(document), all.organization);
  if (kind == kRouting) return take(ReadRoutingDocument(document), all.routing);
  if (kind == kCalendar) return take(ReadCalendarDocument(document), all.calendars);
  if (kind == kSla) return take(ReadSlaDocument(document), all.sla);
  return absl::NotFoundError("routing knows the kinds organization, calendar, sla and routing; " +
                             kind + " is none of them");
}

}  // namespace

StatusOr<std::shared_ptr<const Policy>> PolicyStore::Active(Session& session) {
  auto versions = PolicyTable::ActiveVersions(session);
  if (!versions.ok()) return versions.status();
  const std::lock_guard lock(mutex_);
  if (policy_ != nullptr && versions_ == *versions) return policy_;
  auto policy = Read(session, *versions);
  if (!policy.ok()) return policy.status();
  versions_ = *std::move(versions);
  policy_ = *policy;
  return policy_;
}

StatusOr<std::shared_ptr<const Policy>> PolicyStore::Read(Session& session,
                                                          const Versions& versions) {
  for (const char* kind : {kOrganization, kCalendar, kSla, kRouting}) {
    if (const auto document = ActiveDocument(session, kind, versions); !document.ok()) {
      return document.status();
    }
  }
  auto organization = ReadOrganizationDocument(*ActiveDocument(session, kOrganization, versions));
  if (!organization.ok()) {
    return Named(kOrganization, versions.at(kOrganization), organization.status());
  }
  auto routing = ReadRoutingDocument(*ActiveDocument(session, kRouting, versions));
  if (!routing.ok()) return Named(kRouting, versions.at(kRouting), routing.status());
  if (Status s = Keep(session, versions); !s.ok()) return s;
  auto policy = std::make_shared<Policy>(*std::move(organization));
  policy->rules = std::move(routing->rules);
  policy->otherwise = std::move(routing->otherwise);
  policy->dispatch = std::move(routing->dispatch);
  policy->sla = kept_.sla;
  policy->calendars = kept_.calendars;
  policy->calendar_names = kept_.names_of[versions.at(kCalendar)];
  policy->versions = {versions.at(kRouting), versions.at(kSla)};
  return std::shared_ptr<const Policy>(std::move(policy));
}

Status PolicyStore::Keep(Session& session, const Versions& versions) {
  const auto newest = PolicyTable::NewestVersions(session);
  if (!newest.ok()) return newest.status();
  for (const char* kind : {kSla, kCalendar}) {
    for (std::int64_t version = kept_.read[kind] + 1; version <= newest->at(kind); ++version) {
      const auto document = PolicyTable::Document(session, kind, version);
      if (!document.ok()) return document.status();
      kind == std::string(kSla) ? KeepSla(version, *document) : KeepCalendars(version, *document);
      kept_.read[kind] = version;
    }
  }
  if (kept_.sla.contains(versions.at(kSla))) return absl::OkStatus();
  return Named(kSla, versions.at(kSla), absl::InvalidArgumentError("cannot be read: put it again"));
}

// A version that this build cannot read any more is left out: its tickets keep what they have.
void PolicyStore::KeepSla(std::int64_t version, const std::string& document) {
  if (auto rules = ReadSlaDocument(document); rules.ok()) {
    kept_.sla[version] = *std::move(rules);
  } else {
    Log(LogLevel::kError, "an SLA policy cannot be read",
        {{"version", version}, {"error", std::string(rules.status().message())}});
  }
}

// A calendar whose content stays has the name of the version that brought it.
void PolicyStore::KeepCalendars(std::int64_t version, const std::string& document) {
  auto calendars = ReadCalendarDocument(document);
  auto& names = kept_.names_of[version];
  if (!calendars.ok()) {
    Log(LogLevel::kError, "a calendar policy cannot be read: the calendars before it hold on",
        {{"version", version}, {"error", std::string(calendars.status().message())}});
    names = kept_.names_of[version - 1];
    return;
  }
  for (auto& [id, calendar] : *calendars) {
    const auto latest = kept_.latest.find(id);
    if (latest == kept_.latest.end() || latest->second != calendar) {
      const std::string name = id + "@" + std::to_string(version);
      kept_.latest[id] = calendar;
      calendar.calendar_id = name;
      calendar.version = version;
      kept_.calendars.Add(calendar);
      kept_.names[id] = name;
    }
    names[id] = kept_.names[id];
  }
}

Status PolicyStore::Check(Session& session, const std::string& kind, const std::string& document) {
  const auto versions = PolicyTable::ActiveVersions(session);
  if (!versions.ok()) return versions.status();
  Documents all{ActiveOf(session, kCalendar, *versions, ReadCalendarDocument),
                ActiveOf(session, kSla, *versions, ReadSlaDocument),
                ActiveOf(session, kOrganization, *versions, ReadOrganizationDocument),
                {}};
  if (Status s = Take(kind, document, all); !s.ok()) return s;
  if (Status s = CheckCalendarIds(all); !s.ok()) return s;
  if (kind == kCalendar) WarnOfEnds(*all.calendars);
  return absl::OkStatus();
}

}  // namespace recourse::routing
