#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "services/common/core/status.h"
#include "services/common/http/event_stream.h"
#include "services/common/http/message.h"
#include "services/common/process/address.h"

namespace recourse {

struct HttpLimits {
  std::size_t header_bytes = 8'192;
  std::size_t body_bytes = 1'048'576;
  std::size_t connections = 1'024;
  std::chrono::seconds header_time{10};
  std::chrono::seconds body_time{30};
  // Between two requests of a connection.
  std::chrono::seconds idle_time{60};
  // For a handler to answer.
  std::chrono::seconds answer_time{60};
  // For a client to take a response or an event.
  std::chrono::seconds write_time{30};
  std::chrono::seconds heartbeat{15};
};

class HttpAnswer;

// Answers one request, once, from any thread; copies answer the same request, the first wins. When
// the last copy goes and none answered, the client gets 500, so no request hangs.
class Reply {
 public:
  explicit Reply(std::shared_ptr<HttpAnswer> answer);
  void operator()(HttpResponse response) const;
  // 200 text/event-stream, open until one side ends it.
  EventStream Stream() const;

 private:
  std::shared_ptr<HttpAnswer> answer_;
};

// Runs in a thread of the server and must not block: work that does goes to a WorkerPool. An
// exception that leaves it becomes 500 and a line in the log.
using HttpHandler = std::function<void(std::shared_ptr<const HttpRequest> request, Reply reply)>;

struct HttpServerOptions {
  Address listen;
  // Which door this is, in the metrics: public, health.
  std::string door = "public";
  HttpLimits limits{};
  std::size_t threads = 1;
};

// HTTP/1.1 without TLS (that ends before us), keep-alive, one request at a time on a connection.
// What is not plainly right is refused before the handler sees it, with a problem+json and, where
// the bytes that follow cannot be trusted, the end of the connection: 400 for anything ambiguous
// (both lengths, two lengths, a bare line feed, no Host or two), 405 for methods nobody has, 413,
// 415 for an encoded body, 417, 431, 505. A request that does not come to its end in time, and a
// connection above the limit, are closed without a word.
class HttpServer {
 public:
  // Unavailable when the address cannot be bound.
  static StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                     HttpHandler handler);
  // Stops at once if Stop was not called.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;
  // Takes no new connections or requests, closes event streams, waits for answers until `deadline`
  // has passed, then closes what is left. Call once.
  void Stop(std::chrono::milliseconds deadline);

 private:
  class Machine;
  explicit HttpServer(std::unique_ptr<Machine> machine);
  std::unique_ptr<Machine> machine_;
};

}  // namespace recourse
