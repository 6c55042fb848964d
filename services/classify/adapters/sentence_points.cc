#include "services/classify/adapters/sentence_points.h"

#include <utility>

#include "services/common/encoder/sentence_encoder.h"

namespace recourse::classify {
namespace {

class SentencePoints final : public Encoder {
 public:
  explicit SentencePoints(std::shared_ptr<const encoder::SentenceEncoder> sentences)
      : sentences_(std::move(sentences)) {}
  const std::string& release() const override { return sentences_->release(); }
  std::size_t dimensions() const override { return sentences_->dimensions(); }
  void Encode(std::span<const std::string> texts, std::vector<float>& points) const override {
    sentences_->Encode(texts, points);
  }

 private:
  std::shared_ptr<const encoder::SentenceEncoder> sentences_;
};

}  // namespace

StatusOr<EncoderPtr> OpenEncoder(const std::string& folder) {
  if (folder.empty()) return EncoderPtr();
  auto sentences = encoder::SentenceEncoder::Open(folder);
  if (!sentences.ok()) return sentences.status();
  return EncoderPtr(std::make_shared<const SentencePoints>(*std::move(sentences)));
}

}  // namespace recourse::classify
