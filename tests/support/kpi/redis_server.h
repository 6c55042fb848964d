#pragma once

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/common/redis/connection.h"
#include "tests/support/free_port.h"

namespace recourse {

// A Redis of the test's own, on a free port of 127.0.0.1 with its files in a temporary folder, as
// the project runs it: everything appended to a file each second. Gone with this object.
class RedisServer {
 public:
  RedisServer() {
    std::string pattern = (std::filesystem::temp_directory_path() / "recourse-redis-XXXXXX");
    folder_ = mkdtemp(pattern.data()) != nullptr ? pattern : throw std::runtime_error("mkdtemp");
    port_ = testing::FreePort();
    Start();
  }
  ~RedisServer() {
    Kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  RedisOptions options() const {
    RedisOptions options;
    options.address = {"127.0.0.1", port_};
    options.connect_timeout = std::chrono::seconds(10);  // other tests keep the machine busy
    options.command_timeout = std::chrono::seconds(30);
    options.reconnect_wait_min = std::chrono::milliseconds(5);
    options.reconnect_wait_max = std::chrono::milliseconds(20);
    return options;
  }

  void Start() {
    pid_ = fork();
    if (pid_ == 0) Execute();
    for (int i = 0; i < 1000; ++i) {
      RedisConnection connection(options());
      if (connection.Call({"PING"}).ok()) return;
      usleep(10'000);  // until the process that was just started listens
    }
    throw std::runtime_error("redis-server does not answer");
  }

  // As the machine's power fails, but for what the kernel still writes.
  void Kill() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  void Stall() const { kill(pid_, SIGSTOP); }
  void Resume() const { kill(pid_, SIGCONT); }

  // As after a loss of the disk: the next start begins with nothing.
  void DeleteFiles() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::filesystem::remove_all(entry.path());
    }
  }

 private:
  [[noreturn]] void Execute() const {
    const std::string port = std::to_string(port_);
    const std::string log = folder_ + "/redis.log";
    execlp("redis-server", "redis-server", "--bind", "127.0.0.1", "--port", port.c_str(), "--dir",
           folder_.c_str(), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
           "--maxmemory-policy", "noeviction", "--logfile", log.c_str(), nullptr);
    _exit(127);
  }

  std::string folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace recourse
