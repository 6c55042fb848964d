// The floor of a watch: gRPC alone. Each change of a trace is serialised before anything is
// measured, and then handed, shared by reference, to every stream of its branch at the instant that
// the trace gives. It says `serving PORT` on stderr; a line on stdin begins, another ends it.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <deque>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/grpc/client.h"
#include "tests/bench/programs/watch_trace.h"
#include "tests/bench/programs/watch_zipf.h"

namespace recourse::bench {
namespace {

namespace wire = routing::v1;

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

class FloorStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  void Push(const grpc::ByteBuffer& message) {
    std::unique_lock lock(mutex_);
    if (over_) return;
    queue_.push_back(message);
    Advance(std::move(lock));
  }

 private:
  void Advance(std::unique_lock<std::mutex> lock) {
    if (writing_ || queue_.empty()) return;
    writing_ = true;
    current_ = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    StartWrite(&current_);
  }
  void OnWriteDone(bool ok) override {
    std::unique_lock lock(mutex_);
    writing_ = false;
    if (ok) Advance(std::move(lock));
  }
  void OnCancel() override {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
      queue_.clear();
    }
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override {}  // kept by the service until the process ends

  std::mutex mutex_;
  std::deque<grpc::ByteBuffer> queue_;
  grpc::ByteBuffer current_;
  bool writing_ = false;
  bool over_ = false;
};

using Raw = wire::TicketService::WithRawCallbackMethod_WatchTickets<wire::TicketService::Service>;

class FloorService final : public Raw {
 public:
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchTickets(
      grpc::CallbackServerContext*, const grpc::ByteBuffer* request) override {
    wire::WatchTicketsRequest asked;
    grpc::ByteBuffer copy(*request);
    if (!grpc::SerializationTraits<wire::WatchTicketsRequest>::Deserialize(&copy, &asked).ok()) {
      throw std::runtime_error("the request cannot be read");
    }
    auto stream = std::make_unique<FloorStream>();
    FloorStream* raw = stream.get();
    {
      const std::lock_guard lock(mutex_);
      streams_.push_back(std::move(stream));
      by_branch_[asked.branch_id()].push_back(raw);
    }
    raw->Push(begun_);
    return raw;
  }

  std::int64_t Push(const std::string& branch_id, const grpc::ByteBuffer& message) {
    const std::lock_guard lock(mutex_);
    const auto& streams = by_branch_[branch_id];
    for (FloorStream* stream : streams) stream->Push(message);
    return static_cast<std::int64_t>(streams.size());
  }

 private:
  static grpc::ByteBuffer Begun() {
    wire::WatchTicketsResponse begun;
    begun.mutable_snapshot()->set_last(true);
    return BufferOf(begun.SerializeAsString());
  }

  const grpc::ByteBuffer begun_ = Begun();
  std::mutex mutex_;
  std::vector<std::unique_ptr<FloorStream>> streams_;
  std::map<std::string, std::vector<FloorStream*>> by_branch_;
};

void AwaitLine() {
  std::string line;
  std::getline(std::cin, line);
}

struct Prepared {
  std::int64_t offset_us;
  std::string branch_id;
  grpc::ByteBuffer message;
};

std::int64_t Replay(const std::vector<Prepared>& changes, FloorService& service) {
  std::int64_t written = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const Prepared& change : changes) {
    std::this_thread::sleep_until(start + std::chrono::microseconds(change.offset_us));
    written += service.Push(change.branch_id, change.message);
  }
  return written;
}

int Run(const std::string& trace) {
  std::vector<Prepared> changes;
  for (const TraceChange& change : ReadTrace(trace)) {
    changes.push_back({change.offset_us, BranchId(change.branch), BufferOf(change.bytes)});
  }
  FloorService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  std::cerr << "serving " << port << std::endl;
  AwaitLine();
  const std::int64_t written = Replay(changes, service);
  AwaitLine();
  server->Shutdown(std::chrono::system_clock::now());
  std::cout << boost::json::serialize(boost::json::object{{"written", written}}) << std::endl;
  return 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  CLI::App app("the least that a watch over gRPC can cost");
  std::string trace;
  app.add_option("--trace", trace, "the changes to write, as bench_watch wrote them")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    return recourse::bench::Run(trace);
  } catch (const std::exception& error) {
    std::cerr << "bench_watch_floor: " << error.what() << std::endl;
    return 1;
  }
}
