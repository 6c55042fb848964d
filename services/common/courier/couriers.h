#pragma once

#include "services/common/core/check.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

// Each effect to the courier of its kind. Both outlive it.
class Couriers final : public Courier {
 public:
  Couriers(Courier& mail, Courier& webhook) : mail_(mail), webhook_(webhook) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override {
    switch (claimed.effect.kind) {
      case EffectKind::kMail:
        return mail_.Prepare(claimed);
      case EffectKind::kWebhook:
        return webhook_.Prepare(claimed);
    }
    RECOURSE_CHECK(false);
  }

 private:
  Courier& mail_;
  Courier& webhook_;
};

}  // namespace recourse
