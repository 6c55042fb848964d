#include "services/common/redis/connection.h"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <algorithm>
#include <utility>

namespace recourse {
namespace {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using OwnedReply = std::unique_ptr<redisReply, FreeReply>;

timeval TimevalOf(std::chrono::milliseconds duration) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
  timeval value{};
  value.tv_sec = static_cast<time_t>(seconds.count());
  value.tv_usec = static_cast<suseconds_t>((duration - seconds).count() * 1000);
  return value;
}

RedisReply Convert(const redisReply& reply) {
  RedisReply value;
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      value.kind = RedisReply::Kind::kInteger;
      value.integer = reply.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      value.kind = RedisReply::Kind::kText;
      value.text.assign(reply.str, reply.len);
      break;
    case REDIS_REPLY_ERROR:
      value.kind = RedisReply::Kind::kError;
      value.text.assign(reply.str, reply.len);
      break;
    case REDIS_REPLY_ARRAY:
      value.kind = RedisReply::Kind::kArray;
      value.elements.reserve(reply.elements);
      for (std::size_t i = 0; i < reply.elements; ++i) {
        value.elements.push_back(Convert(*reply.element[i]));
      }
      break;
    default:
      break;  // nil
  }
  return value;
}

int Append(redisContext* context, const RedisCommand& command) {
  std::vector<const char*> arguments;
  std::vector<std::size_t> lengths;
  arguments.reserve(command.size());
  lengths.reserve(command.size());
  for (const std::string& argument : command) {
    arguments.push_back(argument.data());
    lengths.push_back(argument.size());
  }
  return redisAppendCommandArgv(context, static_cast<int>(command.size()), arguments.data(),
                                lengths.data());
}

}  // namespace

void RedisConnection::Free::operator()(redisContext* context) const { redisFree(context); }

RedisConnection::RedisConnection(RedisOptions options)
    : options_(std::move(options)), wait_(options_.reconnect_wait_min) {}

RedisConnection::~RedisConnection() = default;

StatusOr<RedisReply> RedisConnection::Call(const RedisCommand& command) {
  auto replies = Pipeline({command});
  if (!replies.ok()) return replies.status();
  return std::move(replies->front());
}

StatusOr<std::vector<RedisReply>> RedisConnection::Pipeline(
    const std::vector<RedisCommand>& commands) {
  if (commands.size() > kRedisPipelineMax) {
    return absl::InvalidArgumentError(std::string("too many commands in one pipeline"));
  }
  if (Status status = Connect(); !status.ok()) return status;
  for (const RedisCommand& command : commands) {
    if (Append(context_.get(), command) != REDIS_OK) return Fail("send", context_->errstr);
  }
  std::vector<RedisReply> replies;
  replies.reserve(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto reply = ReadOne();
    if (!reply.ok()) return reply.status();
    replies.push_back(*std::move(reply));
  }
  // All replies are read before an error is told of, or the next command would get one of these.
  for (const RedisReply& reply : replies) {
    if (Status status = StatusOf(reply); !status.ok()) {
      if (status.code() == StatusCode::kUnavailable) context_.reset();  // perhaps a demoted server
      return status;
    }
  }
  return replies;
}

StatusOr<std::vector<RedisReply>> RedisConnection::Transaction(
    const std::vector<RedisCommand>& commands) {
  std::vector<RedisCommand> wrapped;
  wrapped.reserve(commands.size() + 2);
  wrapped.push_back({"MULTI"});
  wrapped.insert(wrapped.end(), commands.begin(), commands.end());
  wrapped.push_back({"EXEC"});
  auto replies = Pipeline(wrapped);
  if (!replies.ok()) return replies.status();
  std::vector<RedisReply>& executed = replies->back().elements;
  if (executed.size() != commands.size()) {
    return absl::AbortedError(std::string("Redis did not carry the transaction out; try again"));
  }
  return std::move(executed);
}

Status RedisConnection::Connect() {
  if (context_) return absl::OkStatus();
  const Address& address = options_.address;
  if (Clock::now() < next_try_) {
    return absl::UnavailableError("Redis at " + address.Text() + " is away; trying again soon");
  }
  context_.reset(redisConnectWithTimeout(address.host.c_str(), address.port,
                                         TimevalOf(options_.connect_timeout)));
  const bool connected = context_ && context_->err == 0 &&
                         redisSetTimeout(context_.get(), TimevalOf(options_.command_timeout)) ==
                             REDIS_OK &&
                         redisEnableKeepAlive(context_.get()) == REDIS_OK;
  const Status opened =
      connected ? LogIn() : Fail("connect", context_ ? context_->errstr : "out of memory");
  if (opened.ok()) {
    wait_ = options_.reconnect_wait_min;
    return opened;
  }
  next_try_ = Clock::now() + wait_;
  wait_ = std::min(wait_ * 2, options_.reconnect_wait_max);
  return opened;
}

// A wrong password is mended by a person, perhaps in Redis: UNAVAILABLE, and tried again.
Status RedisConnection::LogIn() {
  if (options_.password.empty()) return absl::OkStatus();
  RedisCommand command = {"AUTH"};
  if (!options_.user.empty()) command.push_back(options_.user);
  command.push_back(options_.password.Reveal());
  if (Append(context_.get(), command) != REDIS_OK) return Fail("log in", context_->errstr);
  const auto reply = ReadOne();
  if (!reply.ok()) return reply.status();
  if (reply->kind != RedisReply::Kind::kError) return absl::OkStatus();
  return Fail("log in", reply->text + "; look at RECOURSE_REDIS_USER and its password");
}

Status RedisConnection::Fail(const std::string& doing, const std::string& error) {
  context_.reset();
  return absl::UnavailableError("cannot " + doing + " (Redis at " + options_.address.Text() +
                                "): " + error + "; look whether it runs and can be reached");
}

StatusOr<RedisReply> RedisConnection::ReadOne() {
  void* raw = nullptr;
  const int result = redisGetReply(context_.get(), &raw);
  const OwnedReply reply(static_cast<redisReply*>(raw));
  if (result != REDIS_OK || !reply) return Fail("read a reply", context_->errstr);
  return Convert(*reply);
}

}  // namespace recourse
