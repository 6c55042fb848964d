#pragma once

#include <random>
#include <vector>

#include "services/common/core/check.h"
#include "services/common/process/zone_source.h"
#include "tests/support/followup_values.h"

// Chance under a seed, and what followup is set to and told by it.
namespace recourse::followup::testing {

class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}
  // From 0 to `bound` - 1.
  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool OneIn(int bound) { return Below(bound) == 0; }
  template <typename T>
  const T& Of(const std::vector<T>& values) {
    return values.at(static_cast<std::size_t>(Below(static_cast<int>(values.size()))));
  }
  // A length up to `most`, short ones as likely as long ones.
  Duration UpTo(Duration most) {
    const Duration part = most / (1 << Below(16));
    return Duration(Below(static_cast<int>(part.count()) + 1));
  }

 private:
  std::mt19937 random_;
};

// Zones of which one has no transitions near, two change by an hour, one by half an hour.
inline const std::vector<Zone>& SomeZones() {
  static const std::vector<Zone> zones = [] {
    std::vector<Zone> loaded;
    for (const char* id :
         {"Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"}) {
      auto zone = LoadZone(id);
      RECOURSE_CHECK(zone.ok());
      loaded.push_back(*std::move(zone));
    }
    return loaded;
  }();
  return zones;
}

inline QuietHours AnyQuietHours(Chance& chance) {
  const Duration from = std::chrono::minutes(chance.Below(24 * 60));
  const Duration length = std::chrono::minutes(1 + chance.Below(20 * 60));
  return {from, (from + length) % kDay};
}

// Any policy that CheckPolicy lets pass.
inline Policy AnyPolicy(Chance& chance) {
  Policy policy = SmallPolicy();
  SurveyRules& survey = policy.survey;
  survey.delay = chance.UpTo(48h);
  survey.expire_after = 24h + chance.UpTo(24h * 14);
  survey.remind_after = chance.OneIn(3) ? Duration(0) : chance.UpTo(survey.expire_after);
  survey.late_after = survey.delay + 24h + chance.UpTo(24h * 6);
  survey.budget = {chance.OneIn(12) ? 0 : 1 + chance.Below(4), 1h + chance.UpTo(24h * 14)};
  survey.quiet.reset();
  if (!chance.OneIn(4)) survey.quiet = AnyQuietHours(chance);
  survey.consent_needed = chance.OneIn(12);
  survey.own_tickets = chance.OneIn(2);
  const Zone& zone = chance.Of(SomeZones());
  policy.zones.zones = {{zone.id, zone}};
  policy.zones.otherwise = zone.id;
  return policy;
}

}  // namespace recourse::followup::testing
