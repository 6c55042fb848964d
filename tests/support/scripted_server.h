#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "tests/support/test_certificate.h"

namespace recourse::testing {

// One connection, as the script of a test sees it: lines in, bytes out, TLS at any moment.
class ScriptedConnection {
 public:
  explicit ScriptedConnection(int socket) : socket_(socket) {}
  ~ScriptedConnection() { Close(); }
  ScriptedConnection(const ScriptedConnection&) = delete;
  ScriptedConnection& operator=(const ScriptedConnection&) = delete;

  void Write(const std::string& bytes) {
    if (tls_ != nullptr) {
      SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    } else {
      send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
  }
  // Everything up to and with `end`; what there was when the other side ended.
  std::string ReadUntil(const std::string& end) {
    while (seen_.find(end) == std::string::npos && ReadSome()) {
    }
    const auto found = seen_.find(end);
    return Take(found == std::string::npos ? seen_.size() : found + end.size());
  }
  std::string ReadBytes(std::size_t count) {
    while (seen_.size() < count && ReadSome()) {
    }
    return Take(std::min(count, seen_.size()));
  }
  void StartTls() {
    tls_.reset(SSL_new(TestCertificate::Instance().context()));
    SSL_set_fd(tls_.get(), socket_);
    SSL_accept(tls_.get());
  }
  void Close() {
    if (socket_ < 0) return;
    if (tls_ != nullptr) SSL_shutdown(tls_.get());
    close(std::exchange(socket_, -1));
  }

 private:
  struct Free {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  bool ReadSome() {
    std::string bytes(65'536, '\0');
    const auto count = tls_ != nullptr
                           ? SSL_read(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                           : static_cast<int>(recv(socket_, bytes.data(), bytes.size(), 0));
    if (count > 0) seen_.append(bytes, 0, static_cast<std::size_t>(count));
    return count > 0;
  }
  std::string Take(std::size_t size) {
    std::string taken = seen_.substr(0, size);
    seen_.erase(0, size);
    return taken;
  }

  int socket_;
  std::string seen_;
  std::unique_ptr<SSL, Free> tls_;
};

// A server of the test's own on a free port of 127.0.0.1, which does with each connection, one
// after the other, what the script says.
class ScriptedServer {
 public:
  using Script = std::function<void(ScriptedConnection&)>;

  explicit ScriptedServer(Script script) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    std::signal(SIGPIPE, SIG_IGN);  // as each of our programs does first (process/stop_signal)
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, script = std::move(script)] { Serve(script); });
  }
  ~ScriptedServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  void Serve(const Script& script) {
    while (true) {
      const int accepted = accept(listener_, nullptr, nullptr);
      if (accepted < 0) return;
      ScriptedConnection connection(accepted);
      script(connection);
    }
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace recourse::testing
