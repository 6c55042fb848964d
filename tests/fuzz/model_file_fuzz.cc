#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "services/classify/domain/model/score.h"
#include "tests/unit/classify/model_values.h"
#include "tests/unit/classify/spelled_model.h"

namespace {

namespace classify = recourse::classify;

// A sound model of which the input changes bytes: pairs of a place and a value.
std::string Changed(const std::uint8_t* data, std::size_t size) {
  static const std::string sound =
      *classify::Encode(classify::Spell(U"my card, 卡 lost", {2, 2, 3, 2, 1}).draft);
  std::string bytes = sound;
  for (std::size_t i = 0; i + 3 <= size; i += 3) {
    const std::size_t place = (std::size_t{data[i]} << 8U | data[i + 1]) % bytes.size();
    bytes[place] = static_cast<char>(data[i + 2]);
  }
  // The checksum tells of accidents; what is looked for here is what it lets through.
  classify::Header header{};
  std::memcpy(&header, bytes.data(), sizeof(header));
  header.checksum =
      classify::Checksum(reinterpret_cast<const std::byte*>(bytes.data()) + sizeof(header),
                         bytes.size() - sizeof(header));
  std::memcpy(bytes.data(), &header, sizeof(header));
  return bytes;
}

}  // namespace

// Whatever a file of a model holds: it is refused, or it answers every text and reads nothing
// outside of itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = classify::OpenModel(Changed(data, size));
  if (!model.ok()) return 0;
  classify::Scratch scratch;
  std::vector<float> probabilities;
  for (const char32_t* text : {U"", U"card", U"my card 卡 is lost, 卡 card"}) {
    const auto sums = classify::Score(**model, text, scratch);
    for (const auto& head : (*model)->heads()) {
      classify::Probabilities(**model, head, sums, probabilities);
      const auto answer = classify::AnswerOf(**model, head, probabilities);
      if (answer.label >= head.labels) std::abort();
    }
  }
  return 0;
}
