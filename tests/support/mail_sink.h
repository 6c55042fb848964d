#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

#include "tests/support/free_port.h"

namespace recourse::testing {

// The mail sink of deploy/local, as a process of the test's own, in a temporary folder.
class MailSink {
 public:
  MailSink() {
    std::string pattern = std::filesystem::temp_directory_path() / "recourse-mail-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
    port_ = FreePort();
    Start();
  }
  ~MailSink() {
    Kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  MailSink(const MailSink&) = delete;
  MailSink& operator=(const MailSink&) = delete;

  std::uint16_t port() const { return port_; }

  void Start() {
    const std::string program =
        std::string(RECOURSE_TESTS_DIR) + "/../deploy/local/system/mail_sink.py";
    const std::string port = std::to_string(port_);
    pid_ = fork();
    if (pid_ == 0) {
      freopen("/dev/null", "w", stderr);
      // By its whole name: from a bare one Python takes the packages of whichever python3 comes
      // first in PATH, such as a virtual environment's.
      constexpr const char* kPython = "/usr/bin/python3";
      execl(kPython, kPython, "-B", program.c_str(), port.c_str(), folder_.c_str(), nullptr);
      _exit(127);
    }
    for (int i = 0; i < 1'500; ++i) {
      if (Answers()) return;
      usleep(20'000);  // until the process that was just started listens
    }
    throw std::runtime_error("the mail sink does not answer: is python3-aiosmtpd installed?");
  }
  // In the middle of whatever it does.
  void Kill() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  std::size_t Count() const { return Files().size(); }
  // The Message-ID of each mail that was kept.
  std::multiset<std::string> MessageIds() const {
    std::multiset<std::string> ids;
    for (const auto& file : Files()) {
      std::ifstream stream(file);
      const std::string name = "Message-ID: ";
      for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(name)) ids.insert(line.substr(name.size(), line.find('\r') - 12));
      }
    }
    return ids;
  }

 private:
  std::set<std::filesystem::path> Files() const {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().extension() == ".eml") files.insert(entry.path());
    }
    return files;
  }

  sockaddr_in Address() const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  bool Answers() const {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = Address();
    char first = 0;
    const bool answered =
        connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        recv(probe, &first, 1, 0) == 1 && first == '2';
    close(probe);
    return answered;
  }

  std::string folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace recourse::testing
