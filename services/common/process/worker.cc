#include "services/common/process/worker.h"

#include <pthread.h>

#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <utility>

#include "services/common/process/log.h"

namespace recourse {
namespace {

constexpr std::size_t kMaxThreadNameBytes = 15;

void RunNamed(const std::string& name, const Worker::Body& body, const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), name.substr(0, kMaxThreadNameBytes).c_str());
  try {
    body(stop);
  } catch (const std::exception& error) {
    Log(LogLevel::kError, "an exception left a worker: the process aborts",
        {{"worker", name}, {"error", error.what()}});
    std::abort();
  }
}

}  // namespace

Worker::Worker(const std::string& name, Body body)
    : thread_([name, body = std::move(body)](const std::stop_token& stop) {
        RunNamed(name, body, stop);
      }) {}

void Worker::Join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

bool SleepFor(const std::stop_token& stop, std::chrono::milliseconds duration) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, duration, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace recourse
