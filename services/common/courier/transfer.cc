#include "services/common/courier/transfer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "services/common/core/check.h"
#include "services/common/courier/private_network.h"

namespace recourse {
namespace {

// Whatever else is said at the login is a secret.
constexpr std::string_view kCommands[] = {"EHLO", "HELO", "STARTTLS", "AUTH",
                                          "MAIL", "RCPT", "DATA",     "RSET"};

void InitOnce() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  RECOURSE_CHECK(done == CURLE_OK);
}

NetworkAddress AddressOf(const curl_sockaddr& from) {
  NetworkAddress address{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (from.family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &from.addr, sizeof v6);
    std::memcpy(address.data(), &v6.sin6_addr, address.size());
  } else {
    sockaddr_in v4{};
    std::memcpy(&v4, &from.addr, sizeof v4);
    std::memcpy(address.data() + 12, &v4.sin_addr, 4);
  }
  return address;
}

// "354 go on" is 354; a line that goes on ("250-") is no answer yet.
int CodeOf(std::string_view line) {
  int code = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (i >= line.size() || line[i] < '0' || line[i] > '9') return 0;
    code = code * 10 + (line[i] - '0');
  }
  return line.size() > 3 && line[3] == '-' ? 0 : code;
}

}  // namespace

Transfer::Transfer(Speech speech, std::string upload, const TransferLimits& limits,
                   bool public_only)
    : speech_(speech),
      upload_(std::move(upload)),
      answer_bytes_max_(limits.answer_bytes),
      stop_wait_(limits.stop_wait),
      public_only_(public_only) {
  InitOnce();
  handle_.reset(curl_easy_init());
  RECOURSE_CHECK(handle_ != nullptr);
  SetCommon(limits);
  SetCallbacks();
}

Transfer::~Transfer() { TakeLeave(); }

void Transfer::TakeLeave() {
  leaving_ = true;
  for (const curl_socket_t socket : sockets_) shutdown(socket, SHUT_RD);
}

void Transfer::Check(CURLcode code) { RECOURSE_CHECK(code == CURLE_OK); }

void Transfer::SetList(CURLoption option, const std::vector<std::string>& lines) {
  curl_slist* list = nullptr;
  for (const std::string& line : lines) {
    list = curl_slist_append(list, line.c_str());
    RECOURSE_CHECK(list != nullptr);
  }
  lists_.emplace_back(list);
  Set(option, list);
}

void Transfer::SetCommon(const TransferLimits& limits) {
  const auto milliseconds = [](Duration wait) { return static_cast<long>(wait.count()); };
  Set(CURLOPT_NOSIGNAL, 1L);
  Set(CURLOPT_PROXY, "");
  Set(CURLOPT_FRESH_CONNECT, 1L);
  Set(CURLOPT_FOLLOWLOCATION, 0L);
  Set(CURLOPT_SSL_VERIFYPEER, 1L);
  Set(CURLOPT_SSL_VERIFYHOST, 2L);
  Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  Set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits.connect_wait));
  Set(CURLOPT_TIMEOUT_MS, milliseconds(limits.whole_wait));
  Set(CURLOPT_SERVER_RESPONSE_TIMEOUT, std::max(1L, milliseconds(limits.answer_wait) / 1000));
}

void Transfer::SetCallbacks() {
  Set(CURLOPT_ERRORBUFFER, error_);
  Set(CURLOPT_READFUNCTION, &OnRead);
  Set(CURLOPT_READDATA, static_cast<void*>(this));
  Set(CURLOPT_WRITEFUNCTION, &OnWrite);
  Set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  Set(CURLOPT_NOPROGRESS, 0L);
  Set(CURLOPT_XFERINFOFUNCTION, &OnProgress);
  Set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
  Set(CURLOPT_OPENSOCKETFUNCTION, &OnOpen);
  Set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  Set(CURLOPT_CLOSESOCKETFUNCTION, &OnClose);
  Set(CURLOPT_CLOSESOCKETDATA, static_cast<void*>(this));
  Set(CURLOPT_VERBOSE, 1L);  // what is said and answered comes by OnDebug, and nowhere else
  Set(CURLOPT_DEBUGFUNCTION, &OnDebug);
  Set(CURLOPT_DEBUGDATA, static_cast<void*>(this));
}

TransferEnd Transfer::Run(const std::stop_token& stop) {
  stop_ = stop;
  const CURLcode code = curl_easy_perform(handle_.get());
  if (code != CURLE_OK) {
    end_.error = error_[0] != '\0' ? error_ : curl_easy_strerror(code);
    if (end_.fault == TransferEnd::Fault::kNone) end_.fault = TransferEnd::Fault::kNetwork;
  }
  curl_off_t seconds = 0;
  if (curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) {
    end_.retry_after = std::chrono::seconds(std::min<curl_off_t>(seconds, 1'000'000));
  }
  return end_;
}

std::size_t Transfer::OnRead(char* buffer, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->Read(buffer, size * count);
}

// Asked for more when all before was written to the socket. The library ends a mail after the empty
// answer, and a body of known length with its last byte: from there on nothing is certain any more.
std::size_t Transfer::Read(char* buffer, std::size_t room) {
  const std::size_t size = std::min(room, upload_.size() - read_);
  std::memcpy(buffer, upload_.data() + read_, size);
  read_ += size;
  if (size == 0 || (speech_ == Speech::kWeb && read_ == upload_.size())) {
    end_.handed_over = true;
    if (speech_ == Speech::kMail) Say({});  // what was answered before is no answer to this
  }
  return size;
}

std::size_t Transfer::OnWrite(char*, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.answer_bytes_ += size * count;
  return transfer.answer_bytes_ > transfer.answer_bytes_max_ ? 0 : size * count;
}

int Transfer::OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(self)->Hurry() ? 1 : 0;
}

// Whether it is time to give up because of a stop.
bool Transfer::Hurry() {
  if (!stop_.stop_requested()) return false;
  const auto now = std::chrono::steady_clock::now();
  if (stop_time_ == std::chrono::steady_clock::time_point{}) stop_time_ = now;
  if (end_.handed_over && now - stop_time_ < stop_wait_) return false;
  end_.fault = TransferEnd::Fault::kStopped;
  return true;
}

int Transfer::OnDebug(CURL*, curl_infotype type, char* bytes, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool mail = transfer.speech_ == Speech::kMail;
  if (type == CURLINFO_HEADER_OUT && mail) transfer.Say({bytes, size});
  if (type == CURLINFO_HEADER_IN) transfer.Hear({bytes, size});
  return 0;
}

// A command, or all of a mail, whose answer is still to come. The library takes leave (QUIT) before
// it returns; what is answered to that is not waited for.
void Transfer::Say(std::string_view line) {
  if (line.starts_with("QUIT")) return TakeLeave();
  end_.code = 0;
  end_.answer.clear();
  for (const std::string_view command : kCommands) {
    if (line.starts_with(command)) end_.command = command;
  }
}

void Transfer::Hear(std::string_view line) {
  if (leaving_) return;
  if (speech_ == Speech::kWeb) {
    if (!line.starts_with("HTTP/")) return;
    line.remove_prefix(std::min(line.find(' '), line.size() - 1) + 1);
  }
  if (const int code = CodeOf(line); code != 0) {
    end_.code = code;
    end_.answer = line;
  }
}

// The address is looked at where the connection to it is about to be made, so that no name can mean
// one thing when it is checked and another when it is used.
curl_socket_t Transfer::OnOpen(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.public_only_ && !IsPublicAddress(AddressOf(*address))) {
    transfer.end_.fault = TransferEnd::Fault::kForbidden;
    return CURL_SOCKET_BAD;
  }
  transfer.end_.fault = TransferEnd::Fault::kNone;
  const int opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (opened >= 0) transfer.sockets_.push_back(opened);
  return opened;
}

int Transfer::OnClose(void* self, curl_socket_t socket) {
  std::erase(static_cast<Transfer*>(self)->sockets_, socket);
  return close(socket);
}

}  // namespace recourse
