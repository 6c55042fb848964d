#pragma once

#include <string>
#include <vector>

#include "services/common/core/effect.h"
#include "services/followup/adapters/mail_texts.h"

namespace recourse::followup {

// One notice of a digest, in words.
struct NoticeLine {
  std::string number;
  std::string kind;  // Overdue
  std::string what;  // Overdue · ticket 26-004217
  std::string rest;  // · resolution due 2026-03-02 10:30 · branch b1 · card · high
};

// The notices of a digest in their order; of those that this version does not know the kind as it
// is named.
std::vector<NoticeLine> NoticesOf(const Effect& digest, const MailTexts& texts);

}  // namespace recourse::followup
