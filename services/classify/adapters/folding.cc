#include "services/classify/adapters/folding.h"

#include <utility>

#include "services/common/text/folded.h"

namespace recourse::classify {

StatusOr<FoldedText> FoldText(std::string_view text) {
  auto folded = Fold(text);
  if (!folded.ok()) return folded.status();
  FoldedText out{std::move(folded->text), {}};
  out.origin.reserve(folded->origin.size());
  for (const CodePointRange& range : folded->origin) out.origin.push_back({range.begin, range.end});
  return out;
}

}  // namespace recourse::classify
