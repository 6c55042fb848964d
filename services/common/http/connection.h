#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "services/common/http/answer.h"
#include "services/common/http/http_server.h"
#include "services/common/http/problem.h"

namespace recourse {

// Whether there is still a machine to wake: answers may come from other threads after its end.
struct HttpGate {
  std::mutex mutex;
  bool open = true;
};

// What all connections of a server share. Outlives them.
struct HttpShared {
  HttpHandler handler;
  HttpLimits limits;
  std::string door;
  std::shared_ptr<HttpGate> gate = std::make_shared<HttpGate>();
  std::atomic<bool> stopping{false};
};

// One client: requests one after the other, each read to its end, answered, and forgotten. All of
// it runs on the strand of its socket.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(boost::asio::ip::tcp::socket socket, HttpShared& shared);
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  boost::asio::awaitable<void> Run();
  // Ends it if it waits for a request or sends events, else after the answer in hand. From any
  // thread.
  void Stop();

 private:
  using Head = std::variant<HttpRequest, Problem>;

  boost::asio::awaitable<bool> ServeOne();
  // Nothing when the client left, or was idle, before a request began.
  boost::asio::awaitable<std::optional<Head>> ReadHead();
  boost::asio::awaitable<std::optional<Problem>> ReadBody(const std::string& head,
                                                          HttpRequest& request);
  boost::asio::awaitable<void> Continue();
  boost::asio::awaitable<void> WaitForAnswer(HttpAnswer& answer);
  boost::asio::awaitable<void> SendEvents(EventChannel& channel);
  boost::asio::awaitable<void> WatchClient(std::shared_ptr<EventChannel> channel);
  boost::asio::awaitable<void> Send(const std::string& bytes);
  boost::asio::awaitable<void> Refuse(const Problem& problem);
  boost::asio::awaitable<bool> Answer(HttpRequest request);
  std::function<void()> Wake();

  boost::beast::tcp_stream stream_;
  // Waited on until an answer or an event comes, which cancels it.
  std::shared_ptr<boost::asio::steady_timer> timer_;
  boost::beast::flat_buffer buffer_;
  HttpShared& shared_;
  std::string peer_;
  std::string head_;
  bool idle_ = true;
  std::shared_ptr<EventChannel> streaming_;
};

}  // namespace recourse
