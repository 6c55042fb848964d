#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/process/secret.h"
#include "services/followup/domain/ticket.h"

namespace recourse::followup {

// What stands in a customer's link: his loop, and a proof that we wrote it. base64url of the loop's
// 16 bytes and of the first 16 of HMAC-SHA256 over a prefix of its own and those. Whoever holds it
// may see and answer that one survey and say whether he wants to be asked, and nothing else.
// Thread-safe.
class SurveyTokens {
 public:
  static constexpr std::size_t kTokenLength = 43;

  // At least one key: the first signs, all are believed, so that one can follow another while links
  // of the old one are still out.
  explicit SurveyTokens(std::vector<Secret> keys);

  std::string TokenOf(const LoopId& loop_id) const;
  // Nothing for whatever is none of ours; what was wrong with it takes no longer or shorter to
  // find.
  std::optional<LoopId> LoopOf(std::string_view token) const;

 private:
  const std::vector<Secret> keys_;
};

// Where the customer's page is: <public_url>/s/<token>.
std::string SurveyUrl(const std::string& public_url, const std::string& token);

}  // namespace recourse::followup
