#include "services/common/http/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <utility>

#include "services/common/http/head.h"
#include "services/common/http/security_headers.h"
#include "services/common/process/log.h"
#include "services/common/process/metrics.h"

namespace recourse {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 4'096;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

std::string PeerOf(const asio::ip::tcp::socket& socket) {
  error_code error;
  const auto end = socket.remote_endpoint(error);
  return error ? "" : Address{end.address().to_string(), end.port()}.Text();
}

std::string_view Seen(const beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.cdata().data()), buffer.size()};
}

Problem BodyProblem(error_code error, const HttpLimits& limits) {
  if (error == http::error::body_limit) {
    return {413, "body-too-large",
            "The body has more than " + std::to_string(limits.body_bytes) + " bytes. Send less."};
  }
  return {400, "request-malformed", "The body is not framed as HTTP/1.1 has it. Send it again."};
}

void CountAnswer(const std::string& door, int status) {
  Counter("recourse_http_requests_total", "HTTP requests that were answered, by their status",
          {{"door", door}, {"status", std::to_string(status)}})
      .Add();
}

std::string StreamHead() {
  std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
      "Connection: close\r\nX-Accel-Buffering: no\r\n";
  for (const auto& [name, value] : SecurityHeaders()) {
    head += name;
    head += ": " + value + "\r\n";
  }
  return head + "\r\n";
}

}  // namespace

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, HttpShared& shared)
    : stream_(std::move(socket)),
      timer_(std::make_shared<asio::steady_timer>(stream_.get_executor())),
      shared_(shared),
      peer_(PeerOf(stream_.socket())) {}

asio::awaitable<void> HttpConnection::Run() {
  const auto self = shared_from_this();
  try {
    while (co_await ServeOne()) {
    }
  } catch (const boost::system::system_error&) {
    // The client went away in the middle: there is nobody to tell.
  }
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

void HttpConnection::Stop() {
  const std::lock_guard lock(shared_.gate->mutex);
  if (!shared_.gate->open) {
    return;
  }
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    if (self->streaming_) {
      self->streaming_->Close();
    } else if (self->idle_) {
      self->stream_.close();
    }
  });
}

asio::awaitable<bool> HttpConnection::ServeOne() {
  auto head = co_await ReadHead();
  if (!head) {
    co_return false;
  }
  if (const auto* problem = std::get_if<Problem>(&*head)) {
    co_await Refuse(*problem);
    co_return false;
  }
  auto& request = std::get<HttpRequest>(*head);
  if (const auto problem = co_await ReadBody(head_, request)) {
    co_await Refuse(*problem);
    co_return false;
  }
  co_return co_await Answer(std::move(request));
}

asio::awaitable<std::optional<HttpConnection::Head>> HttpConnection::ReadHead() {
  idle_ = buffer_.size() == 0;
  if (shared_.stopping && idle_) {
    co_return std::nullopt;
  }
  stream_.expires_after(idle_ ? shared_.limits.idle_time : shared_.limits.header_time);
  while (true) {
    const std::string_view seen = Seen(buffer_).substr(0, shared_.limits.header_bytes);
    if (const std::size_t end = seen.find(kHeadEnd); end != seen.npos) {
      head_ = seen.substr(0, end + kHeadEnd.size());
      buffer_.consume(head_.size());
      co_return ParseHead(head_);
    }
    if (!seen.empty() && (seen.front() < 'A' || seen.front() > 'Z')) {
      co_return Problem{400, "request-malformed",
                        "This is not HTTP. Send a plain HTTP/1.1 request."};
    }
    if (seen.size() == shared_.limits.header_bytes) {
      co_return Problem{431, "headers-too-large", "The headers are too long. Send fewer."};
    }
    error_code error;
    const std::size_t read = co_await stream_.async_read_some(buffer_.prepare(kReadBytes),
                                                              redirect_error(use_awaitable, error));
    buffer_.commit(read);
    if (error) {
      co_return std::nullopt;  // gone, or out of time: then the stream is closed already
    }
    if (idle_) {
      idle_ = false;
      stream_.expires_after(shared_.limits.header_time);
    }
  }
}

asio::awaitable<std::optional<Problem>> HttpConnection::ReadBody(const std::string& head,
                                                                 HttpRequest& request) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(head.size()) + 1);
  parser.body_limit(shared_.limits.body_bytes);
  error_code error;
  parser.put(asio::buffer(head), error);
  if (!error && !parser.is_done()) {
    if (!request.Header("expect").empty() && buffer_.size() == 0) {
      co_await Continue();
    }
    stream_.expires_after(shared_.limits.body_time);
    co_await http::async_read(stream_, buffer_, parser, redirect_error(use_awaitable, error));
  }
  if (error == beast::error::timeout || error == asio::error::operation_aborted) {
    throw boost::system::system_error(error);  // the stream is closed: nobody can be told
  }
  if (error) {
    co_return BodyProblem(error, shared_.limits);
  }
  request.body = std::move(parser.get().body());
  co_return std::nullopt;
}

asio::awaitable<void> HttpConnection::Continue() { co_await Send("HTTP/1.1 100 Continue\r\n\r\n"); }

asio::awaitable<void> HttpConnection::Send(const std::string& bytes) {
  stream_.expires_after(shared_.limits.write_time);
  co_await asio::async_write(stream_, asio::buffer(bytes), use_awaitable);
}

// What follows on the wire cannot be trusted, so this is the last thing said. What the client still
// sends is read for a moment and thrown away: closing before would destroy the answer on its way.
asio::awaitable<void> HttpConnection::Refuse(const Problem& problem) {
  CountAnswer(shared_.door, problem.status);
  co_await Send(RenderResponse(ProblemResponse(problem), false, true));
  error_code error;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  stream_.expires_after(std::chrono::seconds(1));
  while (!error) {
    buffer_.clear();
    co_await stream_.async_read_some(buffer_.prepare(kReadBytes),
                                     redirect_error(use_awaitable, error));
  }
}

std::function<void()> HttpConnection::Wake() {
  return [gate = shared_.gate, weak = std::weak_ptr(timer_)] {
    const std::lock_guard lock(gate->mutex);
    if (!gate->open) {
      return;
    }
    if (const auto timer = weak.lock()) {
      asio::post(timer->get_executor(), [weak] {
        if (const auto waiting = weak.lock()) {
          waiting->cancel();
        }
      });
    }
  };
}

asio::awaitable<bool> HttpConnection::Answer(HttpRequest request) {
  request.peer = peer_;
  const bool with_body = request.method != "HEAD";
  const bool wants_end = LowerCase(request.Header("connection")).find("close") != std::string::npos;
  const auto answer = std::make_shared<HttpAnswer>(Wake());
  try {
    shared_.handler(std::make_shared<const HttpRequest>(std::move(request)), Reply(answer));
  } catch (const std::exception& error) {
    Log(LogLevel::kError, "an HTTP handler failed", {{"error", error.what()}});
    answer->Abandon();
  }
  co_await WaitForAnswer(*answer);
  if (const auto channel = answer->Channel()) {
    CountAnswer(shared_.door, 200);
    co_await SendEvents(*channel);
    co_return false;
  }
  const bool keep_alive = !wants_end && !shared_.stopping;
  const HttpResponse response = answer->TakeResponse().value_or(HttpResponse{500});
  CountAnswer(shared_.door, response.status);
  co_await Send(RenderResponse(response, keep_alive, with_body));
  co_return keep_alive;
}

asio::awaitable<void> HttpConnection::WaitForAnswer(HttpAnswer& answer) {
  stream_.expires_never();
  timer_->expires_after(shared_.limits.answer_time);
  while (!answer.Given()) {
    error_code error;
    co_await timer_->async_wait(redirect_error(use_awaitable, error));
    if (!error) {
      answer.Give(ProblemResponse({504, "answer-timeout",
                                   "The service did not answer in time; what was asked may have "
                                   "been done. Look, or send the same again."}));
    }
  }
}

asio::awaitable<void> HttpConnection::SendEvents(EventChannel& channel) {
  streaming_ = channel.shared_from_this();
  asio::co_spawn(stream_.get_executor(), WatchClient(streaming_), asio::detached);
  if (shared_.stopping) {
    channel.Close();
  }
  std::exception_ptr failure;
  try {
    co_await Send(StreamHead());
    while (!channel.Drained()) {
      const std::string bytes = channel.Take();
      if (!bytes.empty()) {
        co_await Send(bytes);
        continue;
      }
      error_code error;
      timer_->expires_after(shared_.limits.heartbeat);
      co_await timer_->async_wait(redirect_error(use_awaitable, error));
      if (!error) {
        co_await Send(": still here\n\n");
      }
    }
  } catch (...) {
    failure = std::current_exception();
  }
  channel.End();
  streaming_.reset();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

// A client of a stream has nothing more to say: whatever can be read means that it has gone.
asio::awaitable<void> HttpConnection::WatchClient(std::shared_ptr<EventChannel> channel) {
  const auto self = shared_from_this();
  char byte = 0;
  error_code error;
  co_await stream_.socket().async_read_some(asio::buffer(&byte, 1),
                                            redirect_error(use_awaitable, error));
  channel->Close();
}

}  // namespace recourse
