#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/courier/transfer_end.h"

namespace recourse {

// How a transfer speaks: SMTP, or HTTP.
enum class Speech { kMail, kWeb };

struct TransferLimits {
  Duration connect_wait{};  // name, connection and TLS
  Duration answer_wait{};   // of SMTP: for each answer
  Duration whole_wait{};
  std::size_t answer_bytes = 0;  // of a body; what is more ends the transfer
  Duration stop_wait = Parcel::kAnswerWaitStopping;
};

// One upload over libcurl, over a connection of its own that is never used again: libcurl would
// send anew what a kept connection lost. No proxy, no redirect, no file of the user's, nothing from
// the environment. It knows when all was handed over. For one thread.
class Transfer {
 public:
  // `public_only`: connects to public addresses alone, whatever a name resolves to at that moment.
  Transfer(Speech speech, std::string upload, const TransferLimits& limits, bool public_only);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // An option that the library does not take is a broken assumption.
  template <typename T>
  void Set(CURLoption option, T value) {
    Check(curl_easy_setopt(handle_.get(), option, value));
  }
  // Lines of a request, or recipients.
  void SetList(CURLoption option, const std::vector<std::string>& lines);

  // Once. When `stop` is asked for, gives up what was not handed over, and waits stop_wait for the
  // answer to what was.
  TransferEnd Run(const std::stop_token& stop);

 private:
  struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  static void Check(CURLcode code);
  void SetCommon(const TransferLimits& limits);
  void SetCallbacks();

  static std::size_t OnRead(char* buffer, std::size_t size, std::size_t count, void* self);
  static std::size_t OnWrite(char* bytes, std::size_t size, std::size_t count, void* self);
  static int OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static int OnDebug(CURL*, curl_infotype type, char* bytes, std::size_t size, void* self);
  static curl_socket_t OnOpen(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int OnClose(void* self, curl_socket_t socket);
  std::size_t Read(char* buffer, std::size_t room);
  bool Hurry();
  void Hear(std::string_view line);
  void Say(std::string_view line);
  // What is still to be said is said, and nothing more is heard.
  void TakeLeave();

  const Speech speech_;
  const std::string upload_;
  const std::size_t answer_bytes_max_;
  const Duration stop_wait_;
  const bool public_only_;
  std::size_t read_ = 0;
  std::size_t answer_bytes_ = 0;
  std::vector<curl_socket_t> sockets_;  // open ones
  bool leaving_ = false;
  std::stop_token stop_;
  std::chrono::steady_clock::time_point stop_time_{};
  TransferEnd end_;
  char error_[CURL_ERROR_SIZE] = {};
  std::vector<std::unique_ptr<curl_slist, Free>> lists_;
  std::unique_ptr<CURL, Free> handle_;  // last: it uses all of the above
};

}  // namespace recourse
