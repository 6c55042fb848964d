#pragma once

#include <string>
#include <vector>

#include "services/classify/domain/matter/decide.h"

// Short names for the values that tests of matters begin with. Points lie in a plane, so that
// everybody can tell how alike two of them are: the cosine of the angle between them.
namespace recourse::classify::matter::testing {

inline const Timestamp kNoon(std::chrono::hours(493'212));

inline FeedbackId PieceId(const std::string& name) {
  return FeedbackId(NamedUuid(kRecourseSpace, "feedback " + name));
}
inline CustomerId Customer(const std::string& name) {
  return CustomerId(NamedUuid(kRecourseSpace, "customer " + name));
}

// Cosines of their angles to 0: 1, 0.9, 0.71, 0.5 and 0, in whole bytes.
inline const Point kSame{100, 0}, kNear{90, 44}, kHalf{71, 70}, kFar{50, 87}, kOther{0, 100};

inline Heard HeardOf(const std::string& name, const std::string& customer,
                     const std::string& category, const Point& point, Timestamp time = kNoon) {
  Heard heard;
  heard.feedback_id = PieceId(name);
  if (!customer.empty()) heard.customer_id = Customer(customer);
  heard.category = Category(category);
  heard.recorded_time = time;
  heard.release = "plane-1";
  heard.point = point;
  return heard;
}

inline Heard CorrectionOf(Heard heard, const std::string& category, bool is_work = true) {
  heard.ordinal = 2;
  heard.category = Category(category);
  heard.is_work = is_work;
  heard.release.clear();
  heard.point.clear();
  return heard;
}

// What is said of a history, and what is remembered after it.
class History {
 public:
  std::vector<SimilarFeedbackFound> Hear(const Heard& heard) {
    Decision decision = Decide(view, heard, heard.recorded_time, policy);
    for (auto& [key, file] : decision.changed) view.insert_or_assign(key, std::move(file));
    return decision.facts;
  }

  View view;
  Policy policy;
};

}  // namespace recourse::classify::matter::testing
