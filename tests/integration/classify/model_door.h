#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "services/classify/adapters/model_grpc.h"
#include "services/classify/adapters/model_watch.h"
#include "services/common/access/key.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "tests/support/meaning_model.h"
#include "tests/support/output_model.h"
#include "tests/support/postgres_server.h"
#include "tests/support/quiet_log.h"

namespace recourse::classify {

const std::vector<Migration>& Migrations();

namespace testing {

// classify's door for models over a real PostgreSQL, and a process that follows what is activated.
class ModelDoor : public ::testing::Test {
 protected:
  using Stub = v1::ModelService::Stub;

  static Caller Quality() { return {"quinn", Role::kQuality, "", "Quinn"}; }
  static Caller Agent() { return {"anna", Role::kAgent, "", "Anna"}; }

  // "" where it was done, the slug of a refusal, else the code.
  static std::string WordOf(const grpc::Status& status) {
    if (status.ok()) return "";
    const auto refusal = RefusalOf(status);
    return refusal ? refusal->slug : "code " + std::to_string(status.error_code());
  }
  static std::string CardOf(const std::string& version) {
    return R"({"model_version": ")" + version + R"(", "measured": []})";
  }
  static std::string VersionOf(const std::string& bytes) {
    return OpenNamed(BytesOf(bytes))->model_version.value();
  }

  struct Put {
    std::string word;
    std::string model_version;
    bool known = false;
  };
  // In pieces of at most `piece` bytes; `size_bytes` is what the first message says, 0 for the
  // truth.
  Put PutBytes(const std::string& bytes, const std::string& card, std::int64_t size_bytes = 0,
               const Caller& caller = Quality(), std::size_t piece = kModelChunkBytes) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, caller)});
    v1::PutModelResponse response;
    auto writer = stub_->PutModel(&context, &response);
    v1::PutModelRequest message;
    message.set_card(card);
    message.set_size_bytes(size_bytes == 0 ? static_cast<std::int64_t>(bytes.size()) : size_bytes);
    bool sent = writer->Write(message);
    message.Clear();
    for (std::size_t at = 0; sent && at < bytes.size(); at += piece) {
      message.set_chunk(bytes.substr(at, piece));
      sent = writer->Write(message);
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    return {WordOf(status), response.model_version(), response.known()};
  }
  Put PutModel(const DraftModel& draft) {
    const std::string bytes = *Encode(draft);
    return PutBytes(bytes, CardOf(VersionOf(bytes)));
  }
  // Of a model that is there from now on.
  std::string Kept(const std::string& name) {
    const Put put = PutModel(OutputModel(BankWords(), name));
    EXPECT_EQ(put.word, "");
    return put.model_version;
  }

  // The same of one that looks at meaning, by WordEncoder.
  std::string KeptSecond(const std::string& name) {
    const Put put = PutModel(MeaningModel(BankWords(), name));
    EXPECT_EQ(put.word, "");
    return put.model_version;
  }

  static std::string RequestOf(const std::string& name) {
    return ToString(NamedUuid(kRecourseSpace, name));
  }
  std::string NewRequest() { return RequestOf("request" + std::to_string(++requests_)); }

  struct Chosen {
    std::string word;
    std::int64_t ordinal = 0;
    std::string model_version{};
  };
  Chosen Activate(const std::string& version, v1::ModelRole role = v1::MODEL_ROLE_CHAMPION,
                  std::string request_id = "", const Caller& caller = Quality(),
                  double ask_below = 0) {
    v1::ActivateModelRequest request;
    request.set_ask_below(ask_below);
    request.set_request_id(request_id.empty() ? NewRequest() : request_id);
    request.set_model_version(version);
    request.set_role(role);
    v1::ActivateModelResponse response;
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, caller)});
    const auto status = stub_->ActivateModel(&context, request, &response);
    return {WordOf(status), response.ordinal()};
  }
  Chosen ActivateSecond(const std::string& version, double ask_below = 0,
                        std::string request_id = "") {
    return Activate(version, v1::MODEL_ROLE_SECOND, std::move(request_id), Quality(), ask_below);
  }
  Chosen RollBack(std::string request_id = "", v1::ModelRole role = v1::MODEL_ROLE_UNSPECIFIED) {
    v1::RollBackModelRequest request;
    request.set_role(role);
    request.set_request_id(request_id.empty() ? NewRequest() : request_id);
    v1::RollBackModelResponse response;
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, Quality())});
    const auto status = stub_->RollBackModel(&context, request, &response);
    return {WordOf(status), response.ordinal(), response.model_version()};
  }
  std::string Delete(const std::string& version, std::string request_id = "",
                     const Caller& caller = Quality()) {
    v1::DeleteModelRequest request;
    request.set_request_id(request_id.empty() ? NewRequest() : request_id);
    request.set_model_version(version);
    v1::DeleteModelResponse response;
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, caller)});
    return WordOf(stub_->DeleteModel(&context, request, &response));
  }
  std::vector<v1::Model> List() {
    v1::ListModelsResponse response;
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, Quality())});
    EXPECT_TRUE(stub_->ListModels(&context, v1::ListModelsRequest(), &response).ok());
    return {response.models().begin(), response.models().end()};
  }

  // Flips a bit of a kept model's last part.
  void Damage(const std::string& version) {
    static constexpr const char* kDamage =
        "UPDATE model_chunks SET bytes = set_byte(bytes, octet_length(bytes) - 1, "
        "get_byte(bytes, octet_length(bytes) - 1) # 1) WHERE model_version = $1 AND ordinal = "
        "(SELECT max(ordinal) FROM model_chunks WHERE model_version = $1)";
    const auto damaged = pool_.Ask({kDamage, Params().Text(version)});
    ASSERT_TRUE(damaged.ok()) << damaged.status();
    ASSERT_EQ(damaged->affected(), 1);
  }

  // A process of classify, as far as its models go.
  struct Process {
    explicit Process(ModelStore& store, EncoderPtr encoder = std::make_shared<WordEncoder>())
        : scorer(std::move(encoder)), watch(store, scorer, readiness) {}
    std::string champion() const { return scorer.VersionOf(ModelRole::kChampion).value(); }
    std::string challenger() const { return scorer.VersionOf(ModelRole::kChallenger).value(); }
    std::string second() const { return scorer.VersionOf(ModelRole::kSecond).value(); }
    Readiness readiness;
    ModelScorer scorer;
    ModelWatch watch;
  };

  const Secret secret_{"0123456789abcdef0123456789abcdef"};
  std::string dsn_ = NewSchema();
  Pool pool_{dsn_, 8};
  ModelStore store_{pool_};
  Process process_{store_};
  Readiness readiness_;
  WorkerPool workers_{"calls", {}};
  Calls calls_{"test", secret_, workers_};
  ModelGrpc door_{calls_, store_, std::make_shared<WordEncoder>()};
  std::unique_ptr<GrpcServer> server_ = *GrpcServer::Start(
      {{"127.0.0.1", 0}, false, kMaxReceiveBytes, secret_}, {&door_}, readiness_);
  std::unique_ptr<Stub> stub_ = v1::ModelService::NewStub(
      MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())}));
  int requests_ = 0;

 private:
  static recourse::testing::PostgresServer& Server() {
    static recourse::testing::PostgresServer server;
    return server;
  }
  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = Server().Schema("models" + std::to_string(++count));
    const Status migrated = Migrate(dsn, Migrations());
    EXPECT_TRUE(migrated.ok()) << migrated;
    return dsn;
  }
};

}  // namespace testing
}  // namespace recourse::classify
