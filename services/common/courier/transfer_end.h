#pragma once

#include <optional>
#include <string>

#include "services/common/core/time.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

// How a transfer ended, whatever carried it: what is known of the other side, and nothing more.
struct TransferEnd {
  enum class Fault {
    kNone,       // it came to its proper end
    kNetwork,    // name, connection, TLS, silence
    kForbidden,  // the address is one that nobody outside may have us connect to
    kStopped,    // given up, for a stop was asked for
  };
  Fault fault = Fault::kNone;
  // All of it was handed over: from here on it may have arrived, whatever else is known.
  bool handed_over = false;
  // The answer to the last thing that was said; 0 without one.
  int code = 0;
  std::string answer{};   // its text, as it came
  std::string command{};  // SMTP: the last command before the text of the mail
  std::string error{};    // what the library says
  std::optional<Duration> retry_after{};
};

// What to make of the end of a mail. Refused with 5xx is for good where it is this mail that is
// refused; a server that refuses us (its greeting, TLS, the login) refuses all, and may be mended.
SendOutcome JudgeMail(const TransferEnd& end);

// What to make of the end of a webhook. An endpoint that fails (5xx) may have done its work before:
// that is unknown, but for 503, which says that it did not, and 501 and 505, which never will.
SendOutcome JudgeWebhook(const TransferEnd& end);

// A sentence from outside as one that may be kept and shown: printable ASCII, words with an @
// masked, at most kEffectDetailBytesMax.
std::string PlainDetail(const std::string& text);

}  // namespace recourse
