#pragma once

#include <optional>
#include <vector>

#include "services/followup/domain/ticket.h"

namespace recourse::followup {

enum class ContactKind { kSurvey = 1, kReminder = 2, kCall = 3 };

// One time that we came to a customer of our own accord. While it is under way it has no time and
// counts as now: so it is never before its last attempt.
struct Contact {
  LoopId loop_id;
  ContactKind kind = ContactKind::kSurvey;
  std::optional<Timestamp> time{};
  friend bool operator==(const Contact&, const Contact&) = default;
};

// How often a customer is come to, over all surveys: in no stretch of `window` more than `most`.
struct ContactBudget {
  int most = 2;
  Duration window = std::chrono::hours(24 * 30);
  friend bool operator==(const ContactBudget&, const ContactBudget&) = default;
};
// The most that a policy may allow; a file remembers so many contacts, and that is enough.
inline constexpr int kBudgetMost = 20;

using Contacts = std::vector<Contact>;

// How many of the budget are used up at `now`.
int Spent(const Contacts& contacts, const ContactBudget& budget, Timestamp now);

bool IsUnderWay(const Contacts& contacts, const LoopId& loop_id, ContactKind kind);

// Under way from now on.
void BeginContact(Contacts& contacts, const LoopId& loop_id, ContactKind kind);
// It happened, or may have, at the latest now. A survey or reminder of a loop is one contact,
// however often this is said; each call is one.
void MakeContact(Contacts& contacts, const LoopId& loop_id, ContactKind kind, Timestamp now);
// It is known that it reached nobody.
void DropContact(Contacts& contacts, const LoopId& loop_id, ContactKind kind);

}  // namespace recourse::followup
