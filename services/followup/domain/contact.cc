#include "services/followup/domain/contact.h"

#include <algorithm>

namespace recourse::followup {
namespace {

template <typename Range>
auto Find(Range& contacts, const LoopId& loop_id, ContactKind kind, bool is_made) {
  return std::find_if(contacts.begin(), contacts.end(), [&](const Contact& contact) {
    return contact.loop_id == loop_id && contact.kind == kind &&
           contact.time.has_value() == is_made;
  });
}

// Only the latest matter; what is under way stays.
void Prune(Contacts& contacts) {
  const auto made = std::count_if(contacts.begin(), contacts.end(),
                                  [](const Contact& contact) { return contact.time.has_value(); });
  for (auto excess = made - kBudgetMost; excess > 0; --excess) {
    contacts.erase(
        std::min_element(contacts.begin(), contacts.end(), [](const Contact& a, const Contact& b) {
          return a.time.value_or(Timestamp::max()) < b.time.value_or(Timestamp::max());
        }));
  }
}

}  // namespace

int Spent(const Contacts& contacts, const ContactBudget& budget, Timestamp now) {
  return static_cast<int>(
      std::count_if(contacts.begin(), contacts.end(), [&](const Contact& contact) {
        return !contact.time || *contact.time > now - budget.window;
      }));
}

bool IsUnderWay(const Contacts& contacts, const LoopId& loop_id, ContactKind kind) {
  return Find(contacts, loop_id, kind, false) != contacts.end();
}

void BeginContact(Contacts& contacts, const LoopId& loop_id, ContactKind kind) {
  contacts.push_back({loop_id, kind, std::nullopt});
}

void MakeContact(Contacts& contacts, const LoopId& loop_id, ContactKind kind, Timestamp now) {
  DropContact(contacts, loop_id, kind);
  const bool is_known =
      kind != ContactKind::kCall && Find(contacts, loop_id, kind, true) != contacts.end();
  if (is_known) return;
  contacts.push_back({loop_id, kind, now});
  Prune(contacts);
}

void DropContact(Contacts& contacts, const LoopId& loop_id, ContactKind kind) {
  const auto found = Find(contacts, loop_id, kind, false);
  if (found != contacts.end()) contacts.erase(found);
}

}  // namespace recourse::followup
