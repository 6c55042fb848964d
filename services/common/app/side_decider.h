#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/app/app.h"
#include "services/common/kafka/log_reader.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/relay_store.h"
#include "services/common/postgres/statements.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/codec_sink.h"
#include "services/common/runtime/consumer.h"

namespace recourse {

// A sink that begins near the head of a topic of the same service where it has no position yet, and
// where what would come next was forgotten meanwhile: its domain has no use for what is old. The
// thread that handles gives way to all others.
class FromNowSink final : public Sink {
 public:
  // What was said while a new process was finding its place in the group is heard still.
  static constexpr int kRecordsBefore = 1'000;

  FromNowSink(Sink& inner, Pool& pool) : inner_(inner), pool_(pool) {}
  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override {
    Yield();
    return inner_.Handle(partition, batch);
  }
  StatusOr<std::vector<Progress>> HandleAll(const std::vector<RawBatch>& batches) override {
    Yield();
    return inner_.HandleAll(batches);
  }
  StatusOr<Position> PositionOf(const Partition& partition) override {
    const auto begun = pool_.Ask(statements::BeginNear(partition, kRecordsBefore));
    return begun.ok() ? inner_.PositionOf(partition) : begun.status();
  }

 private:
  static void Yield() {
    static thread_local const bool yielding = (GiveWay(), true);
    static_cast<void>(yielding);
  }

  Sink& inner_;
  Pool& pool_;
};

// A second domain of a service, which may as well be late or away: it hears a topic that its own
// service says, in a consumer group of its own, from when it first ran. It sets no timers, has no
// effects and takes no commands; what it says is sent by the service's one relay. Its thread gives
// way to all others. Made once in main.cc, before App::Run; it lives until after Run.
template <Decider D>
class SideDecider {
 public:
  // `name` is `<service>.<what>`: of its group and in its metrics.
  SideDecider(App& app, Pool& pool, Tables<D>& tables, const Codec<D>& codec,
              const std::string& name, const std::string& topic)
      : store_(pool, tables, codec, "recourse." + app.service() + ".dead.v1"),
        handling_(store_, codec),
        sink_(handling_, pool),
        attempts_(pool),
        consumer_(KafkaLogReaders(app.kafka(), {"recourse." + name, {topic}}), sink_, attempts_,
                  readiness_, ConsumerOptions{name}) {
    app.OnStart([this] { consumer_.Start(); });
    app.OnStop([this] { consumer_.Stop(); });
  }

 private:
  PgStore<D> store_;
  CodecSink<D> handling_;
  FromNowSink sink_;
  PgAttemptStore attempts_;
  Readiness readiness_;  // its own: the service does its job without
  Consumer consumer_;    // last: it uses all of the above
};

}  // namespace recourse
