#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/common/grpc/client.h"
#include "tests/integration/routing/desk.h"

namespace recourse::routing::testing {

// A watch that is read in a thread of its own; the log moves while somebody waits for it.
class Watching {
 public:
  Watching(Stub& stub, const std::string& key, const std::string& branch) {
    Prepare(context_, {key, kForEver});
    v1::WatchTicketsRequest request;
    request.set_branch_id(branch);
    stream_ = stub.WatchTickets(&context_, request);
    reader_ = std::thread([this] {
      v1::WatchTicketsResponse update;
      while (stream_->Read(&update)) {
        const std::lock_guard lock(mutex_);
        updates_.push_back(update);
      }
    });
  }
  ~Watching() {
    context_.TryCancel();
    reader_.join();
    stream_->Finish();
  }
  std::vector<v1::WatchTicketsResponse> Updates() {
    const std::lock_guard lock(mutex_);
    return updates_;
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchTicketsResponse>> stream_;
  std::mutex mutex_;
  std::vector<v1::WatchTicketsResponse> updates_;
  std::thread reader_;
};

}  // namespace recourse::routing::testing
