#pragma once

#include <grpcpp/server.h>

#include <memory>

#include "recourse/ingest/v1/feedback_service.pb.h"

namespace recourse::bench {

// The floor under ingest's door: a server that answers FeedbackService's two ways in at once and
// does nothing else: no key, no check, no store. By either API of gRPC, so that one can be told
// from the other.
class EchoServer {
 public:
  virtual ~EchoServer() = default;  // ends every call
  // The port of 127.0.0.1 that was bound; 0 where none could be.
  virtual int port() const = 0;
};

// gRPC's own threads call back.
std::unique_ptr<EchoServer> CallbackEcho();
// `queues` completion queues with a thread each.
std::unique_ptr<EchoServer> QueueEcho(int queues);

// The same answers in both.
void AnswerUnary(ingest::v1::SubmitFeedbackResponse& out);
void AnswerFrame(const ingest::v1::StreamFeedbackRequest& in,
                 ingest::v1::StreamFeedbackResponse& out);

}  // namespace recourse::bench
