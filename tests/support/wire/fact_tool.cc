// Prints the facts of a topic as JSON, one a line and each once, for tests that count them again:
//   fact_tool BROKERS recourse.routing.ticket.v1 | recourse.followup.loop.v1

#include <google/protobuf/util/json_util.h>

#include <cstdio>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>

#include "recourse/followup/v1/loop_event.pb.h"
#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/topic_log.h"

namespace {

using namespace recourse;

// What a topic carries.
std::unique_ptr<google::protobuf::Message> MessageOf(const std::string& topic) {
  if (topic == ctl::verify::kTicketTopic) return std::make_unique<routing::v1::TicketEvent>();
  if (topic == ctl::verify::kLoopTopic) return std::make_unique<followup::v1::LoopEvent>();
  throw std::runtime_error("nothing is known of topic " + topic);
}

void Print(const RawRecord& record, google::protobuf::Message& message) {
  if (!message.ParseFromString(record.payload)) throw std::runtime_error("a fact is unreadable");
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) {
    throw std::runtime_error("a fact is no JSON");
  }
  std::puts(text.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error("see the head of fact_tool.cc for how to use it");
    const std::string topic = argv[2];
    const auto message = MessageOf(topic);
    std::set<std::pair<int, std::int64_t>> seen;
    const Status read =
        ctl::verify::ReadTopic({argv[1], "fact-tool"}, topic, [&](const RawRecord& record) {
          const bool fresh = seen.insert({record.partition.number, record.place.sequence}).second;
          if (fresh) Print(record, *message);
        });
    if (!read.ok()) throw std::runtime_error(std::string(read.message()));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fact_tool: %s\n", error.what());
    return 1;
  }
  return 0;
}
