#include "services/common/http/http_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "services/common/http/connection.h"
#include "services/common/process/log.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"

namespace recourse {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// When the system has no more descriptors, so that the loop does not spin.
constexpr std::chrono::milliseconds kAcceptPause{100};

}  // namespace

class HttpServer::Machine {
 public:
  Machine(const HttpServerOptions& options, HttpHandler handler)
      : limits_(options.limits), shared_{std::move(handler), options.limits, options.door} {}
  ~Machine() { Stop(std::chrono::milliseconds(0)); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Status Listen(const Address& address);
  void Begin(std::size_t threads);
  void Stop(std::chrono::milliseconds deadline);
  int port() const { return port_; }

 private:
  asio::awaitable<void> Accept();
  asio::awaitable<void> Serve(std::shared_ptr<HttpConnection> connection);
  void Admit(tcp::socket socket);
  void StopConnections();

  const HttpLimits limits_;
  HttpShared shared_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::shared_ptr<HttpConnection>> connections_;
  bool stopped_ = false;
  int port_ = 0;
  // After what its coroutines use, so that they go first.
  asio::io_context context_;
  tcp::acceptor acceptor_{asio::make_strand(context_)};
  std::vector<Worker> threads_;
};

Status HttpServer::Machine::Listen(const Address& address) {
  error_code error;
  tcp::resolver resolver(context_);
  const auto found =
      resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive, error);
  if (error || found.empty()) {
    return absl::UnavailableError("cannot listen on " + address.Text() + ": no such host here");
  }
  const tcp::endpoint endpoint = found.begin()->endpoint();
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return absl::UnavailableError("cannot listen on " + address.Text() +
                                  " for HTTP: " + error.message());
  }
  port_ = acceptor_.local_endpoint().port();
  return absl::OkStatus();
}

void HttpServer::Machine::Begin(std::size_t threads) {
  asio::co_spawn(acceptor_.get_executor(), Accept(), asio::detached);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back("http", [this](const std::stop_token&) { context_.run(); });
  }
}

asio::awaitable<void> HttpServer::Machine::Accept() {
  while (acceptor_.is_open()) {
    error_code error;
    tcp::socket socket = co_await acceptor_.async_accept(
        asio::make_strand(context_), asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      Admit(std::move(socket));
    } else if (acceptor_.is_open()) {
      Log(LogLevel::kWarning, "could not accept a connection", {{"error", error.message()}});
      asio::steady_timer pause(acceptor_.get_executor(), kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
  }
}

void HttpServer::Machine::Admit(tcp::socket socket) {
  static Counter refused("recourse_http_connections_refused_total",
                         "HTTP connections closed at once because there were too many");
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto executor = socket.get_executor();
  const std::lock_guard lock(mutex_);
  if (connections_.size() >= limits_.connections) {
    refused.Add();
    return;  // the socket closes as it goes
  }
  auto connection = std::make_shared<HttpConnection>(std::move(socket), shared_);
  connections_.insert(connection);
  asio::co_spawn(executor, Serve(std::move(connection)), asio::detached);
}

asio::awaitable<void> HttpServer::Machine::Serve(std::shared_ptr<HttpConnection> connection) {
  co_await connection->Run();
  const std::lock_guard lock(mutex_);
  connections_.erase(connection);
  changed_.notify_all();
}

void HttpServer::Machine::StopConnections() {
  const std::lock_guard lock(mutex_);
  for (const auto& connection : connections_) {
    connection->Stop();
  }
}

void HttpServer::Machine::Stop(std::chrono::milliseconds deadline) {
  if (std::exchange(stopped_, true)) {
    return;
  }
  shared_.stopping = true;
  asio::post(acceptor_.get_executor(), [this] { acceptor_.close(); });
  StopConnections();
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, deadline, [this] { return connections_.empty(); });
  }
  {
    const std::lock_guard lock(shared_.gate->mutex);
    shared_.gate->open = false;
  }
  context_.stop();
  for (Worker& thread : threads_) {
    thread.Join();
  }
  connections_.clear();  // they hold sockets of the context, which goes before the set does
}

HttpServer::HttpServer(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}
HttpServer::~HttpServer() = default;

StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                        HttpHandler handler) {
  auto machine = std::make_unique<Machine>(options, std::move(handler));
  const Status listening = machine->Listen(options.listen);
  if (!listening.ok()) {
    return listening;
  }
  machine->Begin(options.threads);
  Log(LogLevel::kInfo, "listening for HTTP", {{"port", machine->port()}});
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(machine)));
}

int HttpServer::port() const { return machine_->port(); }

void HttpServer::Stop(std::chrono::milliseconds deadline) { machine_->Stop(deadline); }

}  // namespace recourse
