#include "services/common/app/operations_grpc.h"

#include "services/common/app/operations_values.h"

namespace recourse {
namespace {

using namespace operations::v1;  // NOLINT: the contract of this file

void Write(const KeptDeadLetter& in, operations::v1::DeadLetter& out) {
  out.set_partition(in.partition);
  out.set_sequence(in.sequence);
  out.set_origin(in.origin);
  out.set_reason(in.reason);
  if (!in.record.id.empty()) out.set_fact_id(ToString(in.record.id));
  out.set_type(in.type);
  WriteTime(in.recorded_time, *out.mutable_recorded_time());
  out.set_replayed(in.replayed);
}

}  // namespace

grpc::ServerUnaryReactor* OperationsReads::ListDeadLetters(grpc::CallbackServerContext* context,
                                                           const ListDeadLettersRequest* request,
                                                           ListDeadLettersResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const ListDeadLettersRequest& in, ListDeadLettersResponse& out) {
        const auto letters = store_.List(PageSizeOf(in.page_size()));
        if (!letters.ok()) return ToGrpc(letters.status());
        for (const KeptDeadLetter& letter : *letters) Write(letter, *out.add_dead_letters());
        return grpc::Status::OK;
      });
}

grpc::ServerUnaryReactor* OperationsReads::GetDeadLetter(grpc::CallbackServerContext* context,
                                                         const GetDeadLetterRequest* request,
                                                         GetDeadLetterResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const GetDeadLetterRequest& in, GetDeadLetterResponse& out) {
        const auto letter = store_.Get(in.partition(), in.sequence());
        if (!letter.ok()) return ToGrpc(letter.status());
        Write(*letter, *out.mutable_dead_letter());
        out.mutable_dead_letter()->set_payload(letter->record.payload);
        return grpc::Status::OK;
      });
}

grpc::ServerUnaryReactor* OperationsReads::ResendFacts(grpc::CallbackServerContext* context,
                                                       const ResendFactsRequest* request,
                                                       ResendFactsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const ResendFactsRequest& in, ResendFactsResponse& out) {
        const auto count = store_.Resend({in.topic(), in.partition()}, in.from_sequence());
        if (!count.ok()) return ToGrpc(count.status());
        out.set_fact_count(*count);
        return grpc::Status::OK;
      });
}

}  // namespace recourse
