#include "services/common/redis/function.h"

namespace recourse {

Status RedisLibrary::Load(RedisConnection& connection) const {
  return connection.Call({"FUNCTION", "LOAD", "REPLACE", source_}).status();
}

StatusOr<RedisReply> RedisLibrary::Call(RedisConnection& connection, const std::string& function,
                                        const std::vector<std::string>& keys,
                                        const std::vector<std::string>& arguments) const {
  RedisCommand command{"FCALL", function, std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto reply = connection.Call(command);
  if (reply.status().code() != StatusCode::kNotFound) return reply;
  if (Status status = Load(connection); !status.ok()) return status;
  return connection.Call(command);
}

}  // namespace recourse
