#include "services/classify/adapters/model_grpc.h"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <string>
#include <variant>

#include "services/classify/adapters/model_fitness.h"
#include "services/classify/adapters/model_upload_grpc.h"
#include "services/common/grpc/status.h"

namespace recourse::classify {
namespace {

using google::protobuf::util::TimeUtil;

constexpr std::size_t kVersionBytesMax = 128;

grpc::Status Refused(const char* slug, grpc::StatusCode code, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {{"detail", sentence}}}, code, sentence);
}

grpc::Status Invalid(const char* slug, const std::string& sentence) {
  return Refused(slug, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

grpc::Status WithoutRequestId() {
  return Invalid("request-id-malformed", "request_id must be a UUID");
}

grpc::Status StatusOfChoice(const Status& status) {
  const std::string sentence(status.message());
  if (absl::IsNotFound(status)) {
    return Refused("model-unknown", grpc::StatusCode::NOT_FOUND, sentence);
  }
  if (absl::IsAlreadyExists(status)) {
    return Refused("request-id-reused", grpc::StatusCode::FAILED_PRECONDITION, sentence);
  }
  if (absl::IsFailedPrecondition(status)) {
    return Refused("model-nothing-before", grpc::StatusCode::FAILED_PRECONDITION, sentence);
  }
  return ToGrpc(status);
}

v1::ModelRole ToProto(const std::optional<ModelRole>& role) {
  if (!role) return v1::MODEL_ROLE_UNSPECIFIED;
  switch (*role) {
    case ModelRole::kChampion:
      return v1::MODEL_ROLE_CHAMPION;
    case ModelRole::kChallenger:
      return v1::MODEL_ROLE_CHALLENGER;
    case ModelRole::kSecond:
      return v1::MODEL_ROLE_SECOND;
  }
  return v1::MODEL_ROLE_UNSPECIFIED;
}

std::optional<ModelRole> RoleOf(v1::ModelRole role) {
  for (const ModelRole known : kModelRoles) {
    if (ToProto(known) == role) return known;
  }
  return std::nullopt;
}

// What an activation says of when the second is asked, or why it cannot be.
std::variant<double, grpc::Status> AskBelowOf(const v1::ActivateModelRequest& in) {
  const bool second = in.role() == v1::MODEL_ROLE_SECOND && !in.model_version().empty();
  if (in.ask_below() == 0) return second ? ModelGrpc::kAskBelow : 0;
  if (!second) {
    return Invalid("ask-below-misplaced",
                   "ask_below is of a model that is activated as second, and of no other");
  }
  if (in.ask_below() > 0 && in.ask_below() <= 1) return in.ask_below();
  return Invalid("ask-below-out-of-range",
                 "ask_below is a probability above 0 and at most 1, such as 0.9");
}

void Write(const KeptModel& in, v1::Model& out) {
  out.set_model_version(in.model_version.value());
  out.set_licence_class(in.licence_class);
  out.set_size_bytes(in.size_bytes);
  *out.mutable_recorded_time() =
      TimeUtil::MillisecondsToTimestamp(in.recorded_time.time_since_epoch().count());
  out.set_role(ToProto(in.role));
  out.set_ask_below(in.ask_below);
  out.set_card(in.card);
}

bool CouldBeVersion(const std::string& version) {
  return version.size() <= kVersionBytesMax && version.find('\0') == std::string::npos;
}

}  // namespace

grpc::ServerReadReactor<v1::PutModelRequest>* ModelGrpc::PutModel(
    grpc::CallbackServerContext* context, v1::PutModelResponse* response) {
  return calls_.ClientStream<v1::PutModelRequest>(context, [&](const Call& call) {
    return new ModelUpload(calls_, store_, putting_, call, response);
  });
}

grpc::ServerUnaryReactor* ModelGrpc::ListModels(grpc::CallbackServerContext* context,
                                                const v1::ListModelsRequest* request,
                                                v1::ListModelsResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::ListModelsRequest& in,
                                v1::ListModelsResponse& out) { return List(in, out); });
}

grpc::ServerUnaryReactor* ModelGrpc::ActivateModel(grpc::CallbackServerContext* context,
                                                   const v1::ActivateModelRequest* request,
                                                   v1::ActivateModelResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ActivateModelRequest& in, v1::ActivateModelResponse& out) {
        return Activate(call, in, out);
      });
}

grpc::ServerUnaryReactor* ModelGrpc::RollBackModel(grpc::CallbackServerContext* context,
                                                   const v1::RollBackModelRequest* request,
                                                   v1::RollBackModelResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::RollBackModelRequest& in, v1::RollBackModelResponse& out) {
        return RollBack(call, in, out);
      });
}

grpc::ServerUnaryReactor* ModelGrpc::DeleteModel(grpc::CallbackServerContext* context,
                                                 const v1::DeleteModelRequest* request,
                                                 v1::DeleteModelResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::DeleteModelRequest& in,
                                v1::DeleteModelResponse&) { return Delete(call, in); });
}

grpc::Status ModelGrpc::List(const v1::ListModelsRequest& in, v1::ListModelsResponse& out) {
  if (in.page_size() < 0 || in.page_size() > kPageSizeMax) {
    return Invalid("page-malformed", "page_size is 1 to 100, or 0 for 20");
  }
  const auto models = store_.List(in.page_size() == 0 ? kPageSize : in.page_size());
  if (!models.ok()) return ToGrpc(models.status());
  for (const KeptModel& model : *models) Write(model, *out.add_models());
  return grpc::Status::OK;
}

// What decides has to be there, whole, allowed, and to answer what is asked: looked at now, so that
// whoever activates it hears of it, and not only whoever reads the log.
grpc::Status ModelGrpc::CheckUsable(const ModelVersion& version, ModelRole role) {
  const auto named = store_.Load(version);
  if (absl::IsNotFound(named.status())) {
    return Refused("model-unknown", grpc::StatusCode::NOT_FOUND,
                   std::string(named.status().message()));
  }
  if (absl::IsDataLoss(named.status())) {
    return Refused("model-damaged", grpc::StatusCode::FAILED_PRECONDITION,
                   std::string(named.status().message()));
  }
  if (!named.ok()) return ToGrpc(named.status());
  const auto unfit = WhyUnfit(*named->model, role, encoder_.get());
  if (!unfit) return grpc::Status::OK;
  return Refused(unfit->slug, grpc::StatusCode::FAILED_PRECONDITION, unfit->sentence);
}

grpc::Status ModelGrpc::Activate(const Call& call, const v1::ActivateModelRequest& in,
                                 v1::ActivateModelResponse& out) {
  const auto request_id = ParseUuid(in.request_id());
  if (!request_id) return WithoutRequestId();
  const auto role = RoleOf(in.role());
  if (!role) return Invalid("role-unspecified", "role must be champion, second or challenger");
  if (!CouldBeVersion(in.model_version())) {
    return Invalid("model-version-malformed", "model_version is the one that PutModel gave");
  }
  const auto ask_below = AskBelowOf(in);
  if (const auto* fault = std::get_if<grpc::Status>(&ask_below)) return *fault;
  const ModelVersion version(in.model_version());
  if (!version.value().empty()) {
    if (const grpc::Status usable = CheckUsable(version, *role); !usable.ok()) return usable;
  }
  const auto made = store_.Activate({*request_id, call.caller.id},
                                    {0, *role, version, std::get<double>(ask_below)});
  if (!made.ok()) return StatusOfChoice(made.status());
  out.set_ordinal(made->ordinal);
  return grpc::Status::OK;
}

// As it came, or as it was done before; `unusable` says why what it leads to may not decide.
StatusOr<ModelActivation> ModelGrpc::RollBackNow(const ModelChoice& choice, ModelRole role,
                                                 grpc::Status& unusable) {
  const auto done = store_.FindRollBack(choice, role);
  if (!done.ok()) return done.status();
  if (*done) return **done;
  const auto before = store_.BeforeActive(role);
  if (!before.ok()) return before.status();
  if (!before->model_version.value().empty()) {
    unusable = CheckUsable(before->model_version, role);
    if (!unusable.ok()) return ModelActivation{};
  }
  return store_.RollBack(choice, role, before->active_ordinal);
}

grpc::Status ModelGrpc::RollBack(const Call& call, const v1::RollBackModelRequest& in,
                                 v1::RollBackModelResponse& out) {
  const auto request_id = ParseUuid(in.request_id());
  if (!request_id) return WithoutRequestId();
  const auto role =
      in.role() == v1::MODEL_ROLE_UNSPECIFIED ? ModelRole::kChampion : RoleOf(in.role());
  if (!role) return Invalid("role-unspecified", "role must be champion, second or challenger");
  grpc::Status unusable;
  const auto made = RollBackNow({*request_id, call.caller.id}, *role, unusable);
  if (!made.ok()) return StatusOfChoice(made.status());
  if (!unusable.ok()) return unusable;
  out.set_ordinal(made->ordinal);
  out.set_model_version(made->model_version.value());
  return grpc::Status::OK;
}

grpc::Status ModelGrpc::Delete(const Call& call, const v1::DeleteModelRequest& in) {
  const auto request_id = ParseUuid(in.request_id());
  if (!request_id) return WithoutRequestId();
  if (in.model_version().empty() || !CouldBeVersion(in.model_version())) {
    return Invalid("model-version-malformed", "model_version is the one that PutModel gave");
  }
  const Status deleted =
      store_.Delete({*request_id, call.caller.id}, ModelVersion(in.model_version()));
  if (absl::IsFailedPrecondition(deleted)) {
    return Refused("model-needed", grpc::StatusCode::FAILED_PRECONDITION,
                   std::string(deleted.message()));
  }
  return deleted.ok() ? grpc::Status::OK : StatusOfChoice(deleted);
}

}  // namespace recourse::classify
