#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "services/classify/domain/policy.h"
#include "services/common/core/status.h"

namespace recourse::classify {

inline constexpr std::size_t kRulesDocumentBytesMax = 1'048'576;
inline constexpr std::size_t kCategoryBytesMax = 64;
inline constexpr std::size_t kRuleIdBytesMax = 64;
inline constexpr std::size_t kNameBytesMax = 256;

// Reads a document of the kind "rules":
//   {"taxonomy": [{"category", "parent", "name_zh", "name_en"}],
//    "types": [..], "severities": [..], "dimensions": [..],          the words in use; optional
//    "rules": [{"id", "category", "type", "severity", "dimension",  the last two optional
//               "any": [..], "all": [..], "none": [..],             terms: words as they are said
//               "patterns": [..],                                   pattern_set.h; beside "any"
//               "fields": {"channel": [..], "source_id": [..], "place": [..], "product": [..],
//                          "language": [..]}}],                     each exactly one of its list
//    "sentiment": {"very_negative": [..], "negative": [..], "neutral": [..], ...}}
// INVALID_ARGUMENT names the first faults, each by its place in the document.
StatusOr<WrittenRules> ReadRules(std::string_view document);

inline constexpr const char* kRulesKind = "rules";

// Whether classify could obey the document: a PolicyCheck. NOT_FOUND for a kind that is not its
// own.
Status CheckRules(const std::string& kind, const std::string& document);

}  // namespace recourse::classify
