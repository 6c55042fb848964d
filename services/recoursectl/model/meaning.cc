#include "services/recoursectl/model/meaning.h"

#include <algorithm>
#include <cstddef>

#include "services/common/text/utf8.h"

namespace recourse::ctl::model {
namespace {

constexpr std::size_t kTextsAtOnce = 64;

}  // namespace

StatusOr<Encoder> EncoderFor(const Manifest& manifest, const std::string& folder) {
  if (manifest.meaning_weight == 0) return Encoder();
  if (folder.empty()) {
    return absl::InvalidArgumentError(manifest.name +
                                      " asks for the sentence encoder: name its folder by "
                                      "--encoder (deploy/local/up puts it into build/encoder)");
  }
  return encoder::SentenceEncoder::OpenRelease(folder, manifest.encoder);
}

void AddPoints(const Encoder& encoder, std::vector<Example>& rows) {
  if (encoder == nullptr) return;
  const std::size_t width = encoder->dimensions();
  std::vector<std::string> texts;
  std::vector<float> points;
  for (std::size_t first = 0; first < rows.size(); first += kTextsAtOnce) {
    const std::size_t count = std::min(kTextsAtOnce, rows.size() - first);
    texts.clear();
    for (std::size_t i = 0; i < count; ++i) texts.push_back(ToUtf8(rows[first + i].folded));
    encoder->Encode(texts, points);
    for (std::size_t i = 0; i < count; ++i) {
      const auto* point = &points[i * width];
      rows[first + i].point.assign(point, point + width);
    }
  }
}

}  // namespace recourse::ctl::model
