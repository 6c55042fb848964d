#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/process/worker.h"

namespace recourse {

// Threads for work that blocks (a query, a password hash), fed by a bounded queue. Thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  struct Limits {
    std::size_t threads = 4;
    std::size_t queued = 256;
  };

  WorkerPool(const std::string& name, Limits limits);
  // Runs what is queued, then ends the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full or the pool is stopping: the caller says so to its own caller.
  [[nodiscard]] bool Submit(Task task);
  // Takes nothing more, runs what is queued, returns when all threads have ended.
  void Stop();

 private:
  void Run();

  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> queue_;
  bool stopping_ = false;
  std::vector<Worker> workers_;  // last: they use all of the above
};

}  // namespace recourse
