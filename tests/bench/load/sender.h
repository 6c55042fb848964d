#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/load/feedback_maker.h"
#include "tests/bench/load/schedule.h"
#include "tests/bench/load/tally.h"

namespace recourse::bench {

// To whom a run is sent: a channel for each client, and the key of all.
struct Peers {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  std::string key;
};

// Both send what the schedule says, frame j by client j modulo their number, and return when
// everything is answered. A client that has `window` pieces unanswered waits for an answer: the
// latencies of an open run go on counting from the intended time meanwhile. Nothing is sent twice.
Tally SendUnary(const Peers& peers, const FeedbackMaker& maker, const Schedule& schedule,
                std::int64_t window);
Tally SendStreams(const Peers& peers, const FeedbackMaker& maker, const Schedule& schedule,
                  std::int64_t window);

}  // namespace recourse::bench
