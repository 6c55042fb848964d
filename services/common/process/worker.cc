#include "services/common/process/worker.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <utility>

#include "services/common/process/log.h"

namespace recourse {
namespace {

constexpr std::size_t kMaxThreadNameBytes = 15;
constexpr int kYieldingNice = 10;

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

void GiveWay() {
  // Linux keeps this of each thread, whatever POSIX says. That it is refused harms nothing.
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kYieldingNice));
}

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
