#include "services/common/process/stop_signal.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <csignal>
#include <mutex>

#include "services/common/core/check.h"
#include "services/common/process/log.h"
#include "services/common/process/worker.h"

namespace recourse {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

StopSignal::StopSignal() {
  std::signal(SIGPIPE, SIG_IGN);
  const sigset_t signals = StopSignals();
  RECOURSE_CHECK(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  signals_ = signalfd(-1, &signals, SFD_CLOEXEC);
  ended_ = eventfd(0, EFD_CLOEXEC);
  RECOURSE_CHECK(signals_ >= 0 && ended_ >= 0);
  listener_ = std::jthread([this](const std::stop_token& ended) { Listen(ended); });
}

StopSignal::~StopSignal() {
  listener_.request_stop();
  eventfd_write(ended_, 1);
  listener_.join();
  close(signals_);
  close(ended_);
}

void StopSignal::Listen(const std::stop_token& ended) {
  while (!ended.stop_requested()) {
    std::array<pollfd, 2> sources{{{signals_, POLLIN, 0}, {ended_, POLLIN, 0}}};
    if (poll(sources.data(), sources.size(), -1) < 1 || (sources[0].revents & POLLIN) == 0) {
      continue;
    }
    signalfd_siginfo signal{};
    if (read(signals_, &signal, sizeof(signal)) != sizeof(signal)) {
      continue;
    }
    // A person who asks twice does not want to wait for the drain.
    if (Stopped() && signal.ssi_signo == SIGINT) {
      _exit(128 + SIGINT);
    }
    Log(LogLevel::kInfo, "asked to stop", {{"signal", signal.ssi_signo}});
    Stop();
  }
}

void StopSignal::Wait() const {
  while (!WaitFor(std::chrono::hours(1))) {
  }
}

bool StopSignal::WaitFor(std::chrono::milliseconds duration) const {
  return !SleepFor(Token(), duration);
}

}  // namespace recourse
