#include "services/classify/adapters/model_upload_grpc.h"

#include <exception>
#include <variant>

#include "services/common/grpc/status.h"
#include "services/common/process/json.h"
#include "services/common/trace/span.h"

namespace recourse::classify {
namespace {

grpc::Status Invalid(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

// Whether the card is of this model: what is shown of it must not be another's figures.
grpc::Status CheckCard(const std::string& card, const NamedModel& named) {
  const auto parsed = ParseJsonObject(card);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return Invalid("model-card", "The card is not a JSON object: " + fault->detail + ".");
  }
  const auto& object = std::get<boost::json::object>(parsed);
  const auto* version = object.if_contains("model_version");
  if (version == nullptr || !version->is_string() ||
      std::string(version->get_string()) != named.model_version.value()) {
    return Invalid("model-card", "The card's model_version is not " + named.model_version.value() +
                                     ": send the card that was written beside the model.");
  }
  return grpc::Status::OK;
}

bool IsLicenceClass(std::string_view word) { return word == "A" || word == "B" || word == "C"; }

}  // namespace

ModelUpload::ModelUpload(Calls& calls, ModelStore& store, std::atomic<bool>& busy, Call call,
                         v1::PutModelResponse* response)
    : calls_(calls), store_(store), busy_(busy), call_(std::move(call)), response_(*response) {
  StartRead(&request_);
}

void ModelUpload::OnReadDone(bool ok) {
  if (!ok) return KeepOnPool();
  const grpc::Status taken = bytes_ ? Take() : Begin();
  if (!taken.ok()) return End(taken);
  StartRead(&request_);
}

grpc::Status ModelUpload::Begin() {
  if (request_.card().empty() || request_.card().size() > kModelCardBytesMax ||
      !request_.chunk().empty()) {
    return Invalid("model-card",
                   "The first message tells the card, at most 1 MiB, and the size; "
                   "the bytes come in those after it.");
  }
  if (request_.size_bytes() < 1 ||
      request_.size_bytes() > static_cast<std::int64_t>(kServedModelBytesMax)) {
    return Invalid("model-size", "A model has 1 byte to 256 MiB.");
  }
  if (busy_.exchange(true)) {
    return {grpc::StatusCode::RESOURCE_EXHAUSTED,
            "Another model is being put: try again when it is there."};
  }
  card_ = request_.card();
  bytes_.emplace(static_cast<std::size_t>(request_.size_bytes()));
  return grpc::Status::OK;
}

grpc::Status ModelUpload::Take() {
  const std::string& chunk = request_.chunk();
  if (chunk.empty() || chunk.size() > kModelChunkBytes) {
    return Invalid("model-size", "A chunk has 1 byte to 1 MiB.");
  }
  if (chunk.size() > bytes_->all().size() - received_) {
    return Invalid("model-size", "More bytes came than size_bytes says.");
  }
  bytes_->Write(received_, chunk);
  received_ += chunk.size();
  return grpc::Status::OK;
}

grpc::Status ModelUpload::Keep() {
  const auto named = OpenNamed(*bytes_);
  if (!named.ok()) return Invalid("model-unreadable", std::string(named.status().message()));
  if (const grpc::Status card = CheckCard(card_, *named); !card.ok()) return card;
  const std::string licence(named->model->licence_class());
  if (!IsLicenceClass(licence)) {
    return Invalid("model-licence", "The model's licence_class must be A, B or C.");
  }
  const auto known = store_.Put({named->model_version, licence, card_,
                                 static_cast<std::int64_t>(received_), Timestamp(), std::nullopt},
                                call_.caller.id, bytes_->text());
  if (!known.ok()) return ToGrpc(known.status());
  response_.set_model_version(named->model_version.value());
  response_.set_known(*known);
  return grpc::Status::OK;
}

// Nothing else touches the upload until it has ended: its reads are over.
void ModelUpload::KeepOnPool() {
  if (!bytes_ || received_ != bytes_->all().size()) {
    return End(Invalid("model-size", "The stream ended before all bytes had come: send it again."));
  }
  const bool taken = calls_.Submit([this] {
    const trace::Scope scope(call_.meter->span());
    grpc::Status kept;
    try {
      kept = Keep();
    } catch (const std::exception& error) {
      kept = InternalError(call_.method, error.what());
    }
    End(kept);
  });
  if (taken) return;
  End({grpc::StatusCode::RESOURCE_EXHAUSTED,
       "The service has more calls in hand than it takes; nothing was kept. Try again later."});
}

// Whoever has heard of the end may put the next one.
void ModelUpload::End(const grpc::Status& status) {
  if (bytes_) busy_ = false;
  bytes_.reset();
  call_.meter->Finished(status.error_code());
  Finish(status);
}

}  // namespace recourse::classify
