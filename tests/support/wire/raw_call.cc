// Sends bytes as gRPC messages, whatever they are: what a generated client could never send.
//
//   raw_call ADDR /package.Service/Method KEYFILE < lines
//
// A line is one call: its messages as hex, separated by commas (`-` for none), then options:
//   deadline_ms=N     of the call (default 20000)
//   method=/p.S/M     another method for this call
//   meta=NAME:VALUE   one more entry of metadata
//   no_key            without `authorization`
//   empty             one message without bytes, after those of the first field
//   hold              does not half-close: the call ends by the server or its deadline
//   cancel            cancels once the messages are written
// For each line one is printed: the status code as a number, then as hex (`-` where empty) the
// status message, the status details and the answers, separated by commas. Unary methods and
// streams are the same here. Exit status 2 for wrong use.

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recourse {
namespace {

constexpr std::chrono::milliseconds kDefaultDeadline{20'000};

struct RawCall {
  std::string method;
  std::vector<std::string> messages;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::chrono::milliseconds deadline = kDefaultDeadline;
  bool with_key = true;
  bool hold = false;
  bool cancel = false;
};

struct Answer {
  grpc::Status status;
  std::vector<std::string> messages;
};

unsigned Nibble(char digit) {
  if (digit >= '0' && digit <= '9') {
    return static_cast<unsigned>(digit - '0');
  }
  if (digit >= 'a' && digit <= 'f') {
    return static_cast<unsigned>(digit - 'a' + 10);
  }
  throw std::invalid_argument("not a hex digit");
}

std::string FromHex(const std::string& hex) {
  if (hex.size() % 2 != 0) {
    throw std::invalid_argument("an odd number of hex digits");
  }
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(Nibble(hex[i]) << 4 | Nibble(hex[i + 1])));
  }
  return bytes;
}

std::string ToHex(const std::string& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    hex.push_back(digits[value >> 4]);
    hex.push_back(digits[value & 15]);
  }
  return hex.empty() ? "-" : hex;
}

std::vector<std::string> MessagesOf(const std::string& field) {
  std::vector<std::string> messages;
  if (field == "-") {
    return messages;
  }
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = field.find(',', begin);
    messages.push_back(FromHex(field.substr(begin, end - begin)));
    if (end == std::string::npos) {
      return messages;
    }
    begin = end + 1;
  }
}

void ReadOption(const std::string& option, RawCall& call) {
  const std::size_t equals = option.find('=');
  const std::string name = option.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : option.substr(equals + 1);
  if (name == "deadline_ms") {
    call.deadline = std::chrono::milliseconds(std::stoll(value));
  } else if (name == "method") {
    call.method = value;
  } else if (name == "meta" && value.find(':') != std::string::npos) {
    call.metadata.emplace_back(value.substr(0, value.find(':')), value.substr(value.find(':') + 1));
  } else if (name == "no_key") {
    call.with_key = false;
  } else if (name == "empty") {
    call.messages.emplace_back();
  } else if (name == "hold") {
    call.hold = true;
  } else if (name == "cancel") {
    call.cancel = true;
  } else {
    throw std::invalid_argument("unknown option " + option);
  }
}

RawCall ReadLine(const std::string& line, const std::string& method) {
  RawCall call;
  call.method = method;
  const std::size_t space = line.find(' ');
  call.messages = MessagesOf(line.substr(0, space));
  std::istringstream fields(space == std::string::npos ? "" : line.substr(space));
  std::string field;
  while (fields >> field) {
    ReadOption(field, call);
  }
  return call;
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string FromBuffer(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (buffer.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  return bytes;
}

// One call at a time, and of a call one operation at a time.
class Caller {
 public:
  Caller(const std::string& address, std::string key) : key_(std::move(key)) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetMaxSendMessageSize(-1);
    stub_ = std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  }

  Answer Run(const RawCall& call) {
    grpc::ClientContext context;
    Prepare(call, context);
    grpc::CompletionQueue queue;
    auto stream = stub_->PrepareCall(&context, call.method, &queue);
    stream->StartCall(this);
    Answer answer;
    if (Wait(queue)) {
      Send(call, context, *stream, queue);
      Receive(*stream, queue, answer);
    }
    stream->Finish(&answer.status, this);
    Wait(queue);
    return answer;
  }

 private:
  void Prepare(const RawCall& call, grpc::ClientContext& context) const {
    context.set_deadline(std::chrono::system_clock::now() + call.deadline);
    if (call.with_key) {
      context.AddMetadata("authorization", "Bearer " + key_);
    }
    for (const auto& [name, value] : call.metadata) {
      context.AddMetadata(name, value);
    }
  }

  void Send(const RawCall& call, grpc::ClientContext& context,
            grpc::GenericClientAsyncReaderWriter& stream, grpc::CompletionQueue& queue) {
    for (const std::string& message : call.messages) {
      stream.Write(ToBuffer(message), this);
      if (!Wait(queue)) {
        return;  // the server has ended the call: its status says why
      }
    }
    if (call.cancel) {
      context.TryCancel();
    } else if (!call.hold) {
      stream.WritesDone(this);
      Wait(queue);
    }
  }

  void Receive(grpc::GenericClientAsyncReaderWriter& stream, grpc::CompletionQueue& queue,
               Answer& answer) {
    while (true) {
      grpc::ByteBuffer buffer;
      stream.Read(&buffer, this);
      if (!Wait(queue)) {
        return;
      }
      answer.messages.push_back(FromBuffer(buffer));
    }
  }

  static bool Wait(grpc::CompletionQueue& queue) {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  }

  std::string key_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

void Print(const Answer& answer) {
  std::cout << answer.status.error_code() << ' ' << ToHex(answer.status.error_message()) << ' '
            << ToHex(answer.status.error_details()) << ' ';
  for (std::size_t i = 0; i < answer.messages.size(); ++i) {
    // A message without bytes is an empty string here, for `-` says that there is none.
    const std::string& message = answer.messages[i];
    std::cout << (i == 0 ? "" : ",") << (message.empty() ? "" : ToHex(message));
  }
  std::cout << (answer.messages.empty() ? "-" : "") << std::endl;
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.size() != 4) {
    std::cerr << "usage: raw_call ADDR /package.Service/Method KEYFILE < lines\n";
    return 2;
  }
  std::ifstream file(arguments[3]);
  std::string key;
  if (!(file >> key)) {
    std::cerr << "raw_call: cannot read a key from " << arguments[3] << "\n";
    return 2;
  }
  Caller caller(arguments[1], key);
  std::string line;
  while (std::getline(std::cin, line)) {
    try {
      Print(caller.Run(ReadLine(line, arguments[2])));
    } catch (const std::exception& e) {
      std::cerr << "raw_call: " << e.what() << "\n";
      return 2;
    }
  }
  return 0;
}

}  // namespace
}  // namespace recourse

int main(int argc, char** argv) {
  return recourse::Main(std::vector<std::string>(argv, argv + argc));
}
