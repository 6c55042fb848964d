#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "services/common/app/app.h"
#include "services/common/core/check.h"
#include "services/common/kafka/log_reader.h"
#include "services/common/kafka/log_writer.h"
#include "services/common/postgres/effect_store.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/relay_store.h"
#include "services/common/runtime/codec_sink.h"
#include "services/common/runtime/commands.h"
#include "services/common/runtime/consumer.h"
#include "services/common/runtime/effects.h"
#include "services/common/runtime/relay.h"
#include "services/common/runtime/timers.h"

namespace recourse {

// The shell around one domain: store, handler, and the loops Consumer, Commands, Timers, Relay and,
// for a domain with effects, Effects. Made once in main.cc, before App::Run; everything in it lives
// until after Run.
template <Decider D>
class DeciderRuntime {
 public:
  DeciderRuntime(App& app, Pool& pool, Tables<D>& tables, const Codec<D>& codec)
      : app_(app),
        store_(pool, tables, codec, "recourse." + app.service() + ".dead.v1"),
        handler_(store_),
        sink_(store_, codec),
        relay_store_(pool),
        attempts_(pool),
        effect_store_(pool),
        relay_(relay_store_, KafkaLogWriters(app.kafka()),
               {app.service(), app.config().common.instance,
                static_cast<int>(app.config().log.fact_days.count())}),
        commands_(handler_, app.service()) {
    if (!app.topics().hears.empty()) Listen();
    store_.OnCommit([this](const auto& committed) { Committed(committed); });
    app.OnStart([this] { Start(); });
    app.OnStop([this] { Stop(); });
  }

  // How what the domain decides leaves the house; a domain with effects has to be told before Run.
  // `courier` outlives Run.
  void UseCourier(Courier& courier) requires EffectfulDecider<D> {
    effects_.emplace(effect_store_, courier, handler_.effect_handling(),
                     EffectOptions{app_.service(), app_.config().common.instance,
                                   static_cast<int>(app_.config().log.fact_days.count())});
  }

  Commands<D>& commands() { return commands_; }
  Handler<D>& handler() { return handler_; }
  const Relay& relay() const { return relay_; }

 private:
  // A consumer is not ready before it has heard: a service that hears nothing has none.
  void Listen() {
    consumer_.emplace(
        KafkaLogReaders(app_.kafka(), {"recourse." + app_.service(), app_.topics().hears}), sink_,
        attempts_, app_.readiness(), ConsumerOptions{app_.service()});
  }

  void Start() {
    RECOURSE_CHECK(!EffectfulDecider<D> || effects_);
    relay_.Start();
    if (effects_) effects_->Start();
    if (consumer_) consumer_->Start();
    const std::lock_guard lock(mutex_);
    timers_ = std::make_unique<Timers>(app_.service(),
                                       [this](int limit) { return handler_.Fire(limit); });
  }

  // Commands end last but the relay, which sends what they left.
  void Stop() {
    if (consumer_) consumer_->Stop();
    {
      const std::lock_guard lock(mutex_);
      timers_.reset();
    }
    if (effects_) effects_->Stop();
    commands_.Stop();
    relay_.Stop();
  }

  void Committed(const typename PgStore<D>::Committed& committed) {
    if (committed.facts) relay_.Wake();
    if (committed.effects && effects_) effects_->Wake();
    if (!committed.timers) return;
    const std::lock_guard lock(mutex_);
    if (timers_ != nullptr) timers_->Wake();
  }

  App& app_;
  PgStore<D> store_;
  Handler<D> handler_;
  CodecSink<D> sink_;
  PgRelayStore relay_store_;
  PgAttemptStore attempts_;
  PgEffectStore effect_store_;
  Relay relay_;
  std::optional<Consumer> consumer_;
  Commands<D> commands_;
  std::optional<Effects> effects_;
  std::mutex mutex_;
  std::unique_ptr<Timers> timers_;
};

}  // namespace recourse
