#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "services/common/runtime/effect_ports.h"

namespace recourse::testing {

// A courier that does what it is told, in whatever thread it is asked.
class FakeCourier final : public Courier {
 public:
  using Script = std::function<SendOutcome(const ClaimedEffect&, const std::stop_token&)>;
  explicit FakeCourier(Script script) : script_(std::move(script)) {}

  PreparedEffect Prepare(const ClaimedEffect& claimed) override {
    if (refusal) return *refusal;
    return std::make_unique<Ready>(script_, claimed);
  }
  std::optional<SendOutcome> refusal;  // instead of a parcel

 private:
  class Ready final : public Parcel {
   public:
    Ready(const Script& script, const ClaimedEffect& claimed)
        : script_(script), claimed_(claimed) {}
    const std::string& message_id() const override { return message_id_; }
    SendOutcome Send(const std::stop_token& stop) override { return script_(claimed_, stop); }

   private:
    const Script& script_;
    const ClaimedEffect claimed_;
    const std::string message_id_ = "<" + ToString(claimed_.id) + "@example.com>";
  };

  const Script script_;
};

}  // namespace recourse::testing
