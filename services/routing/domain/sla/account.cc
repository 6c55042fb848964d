#include "services/routing/domain/sla/account.h"

namespace recourse::routing::sla {

const char* NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kRunning:
      return "running";
    case Verdict::kPaused:
      return "paused";
    case Verdict::kMet:
      return "met";
    case Verdict::kMissed:
      return "missed";
    case Verdict::kCancelled:
      return "cancelled";
  }
  return "";
}

bool HasEnded(const Account& account) {
  return account.satisfied_time || account.forfeited_time || account.cancelled_time;
}

}  // namespace recourse::routing::sla
