// Takes a topic aside and writes it anew, for tests that spoil a log by hand:
//   topic_tool BROKERS TOPIC save FILE
//   topic_tool BROKERS TOPIC restore FILE [PARTITION SEQUENCE]   without that fact, if named
//   topic_tool BROKERS TOPIC again FILE PARTITION SEQUENCE       that fact, under the next sequence
// Nothing else may write to the topic meanwhile.

#include <librdkafka/rdkafka.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "services/common/kafka/client.h"
#include "services/common/kafka/log_tail.h"
#include "services/common/kafka/log_writer.h"
#include "services/common/kafka/topics.h"
#include "services/recoursectl/verify/topic_log.h"

namespace {

using namespace recourse;

constexpr std::chrono::seconds kWaitMax{30};
constexpr std::chrono::milliseconds kLookEvery{100};

struct Named {
  int partition = 0;
  std::int64_t sequence = 0;
};

void Demand(const Status& status) {
  if (!status.ok()) throw std::runtime_error(std::string(status.message()));
}

std::string Hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof(two), "%02x", static_cast<unsigned char>(byte));
    text += two;
  }
  return text;
}

std::string Bytes(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::string Header(const RawRecord& record, const std::string& name) {
  for (const auto& [each, value] : record.headers) {
    if (each == name) return value;
  }
  return "";
}

void Save(const KafkaSettings& settings, const std::string& topic, const std::string& file) {
  std::ofstream out(file);
  Demand(ctl::verify::ReadTopic(settings, topic, [&](const RawRecord& record) {
    out << boost::json::serialize(boost::json::object{{"partition", record.partition.number},
                                                      {"sequence", record.place.sequence},
                                                      {"epoch", record.place.epoch},
                                                      {"epoch_first", record.place.epoch_first},
                                                      {"id", ToString(record.id)},
                                                      {"key", record.key},
                                                      {"type", Header(record, "ce_type")},
                                                      {"schema", Header(record, "ce_dataschema")},
                                                      {"payload", Hex(record.payload)}})
        << "\n";
  }));
}

Outgoing OutgoingOf(const std::string& topic, const boost::json::object& line) {
  const auto text = [&](const char* name) { return std::string(line.at(name).as_string()); };
  Outgoing out;
  out.partition = {topic, static_cast<int>(line.at("partition").as_int64())};
  out.place = {line.at("epoch").as_int64(), line.at("epoch_first").as_int64(),
               line.at("sequence").as_int64()};
  out.id = FactId(ParseUuid(text("id")).value());
  out.key = ParseUuid(text("key")).value();
  out.type = text("type");
  out.schema = text("schema");
  out.payload = Bytes(text("payload"));
  return out;
}

std::vector<Outgoing> Load(const std::string& topic, const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  std::vector<Outgoing> records;
  std::string line;
  while (std::getline(in, line)) {
    records.push_back(OutgoingOf(topic, boost::json::parse(line).as_object()));
  }
  return records;
}

// Waits until the log no longer knows the topic: before that it cannot be made again.
void Delete(const KafkaSettings& settings, const std::string& topic) {
  std::string error;
  const std::unique_ptr<RdKafka::Producer> producer(
      RdKafka::Producer::create(KafkaConf(settings, {}).get(), error));
  if (!producer) throw std::runtime_error(error);
  rd_kafka_t* client = producer->c_ptr();
  rd_kafka_DeleteTopic_t* doomed[] = {rd_kafka_DeleteTopic_new(topic.c_str())};
  rd_kafka_queue_t* queue = rd_kafka_queue_new(client);
  rd_kafka_DeleteTopics(client, doomed, 1, nullptr, queue);
  rd_kafka_event_t* event =
      rd_kafka_queue_poll(queue, static_cast<int>(std::chrono::milliseconds(kWaitMax).count()));
  const bool done = event != nullptr && rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR;
  if (event != nullptr) rd_kafka_event_destroy(event);
  rd_kafka_queue_destroy(queue);
  rd_kafka_DeleteTopic_destroy(doomed[0]);
  if (!done) throw std::runtime_error("the topic could not be deleted");
  const auto tails = KafkaLogTails(settings, topic);
  const auto until = std::chrono::steady_clock::now() + kWaitMax;
  while (tails()->Poll(0, kLookEvery).ok()) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the topic stays");
    std::this_thread::sleep_for(kLookEvery);
  }
}

void Send(const KafkaSettings& settings, const std::vector<Outgoing>& records) {
  const auto writer = KafkaLogWriters(settings)();
  std::size_t delivered = 0;
  const auto collect = [&] {
    for (const Delivery& delivery : writer->Deliveries(kLookEvery)) {
      Demand(delivery.status);
      ++delivered;
    }
  };
  const auto until = std::chrono::steady_clock::now() + kWaitMax;
  for (const Outgoing& record : records) {
    Status sent = writer->Send(record);
    while (!sent.ok() && DispositionOf(sent.code()) == Disposition::kRetry &&
           std::chrono::steady_clock::now() < until) {
      collect();
      sent = writer->Send(record);
    }
    Demand(sent);
  }
  while (delivered < records.size()) {
    collect();
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("not all was sent");
  }
}

bool Is(const Outgoing& record, const Named& named) {
  return record.partition.number == named.partition && record.place.sequence == named.sequence;
}

void Restore(const KafkaSettings& settings, const std::string& topic, const std::string& file,
             const std::optional<Named>& without) {
  auto records = Load(topic, file);
  if (without) std::erase_if(records, [&](const Outgoing& r) { return Is(r, *without); });
  Delete(settings, topic);
  TopicPlan plan;
  plan.name = topic;
  Demand(EnsureTopics(settings, {plan}, kWaitMax));
  Send(settings, records);
}

void Again(const KafkaSettings& settings, const std::string& topic, const std::string& file,
           const Named& named) {
  std::optional<Outgoing> again;
  std::int64_t last = 0;
  for (const Outgoing& record : Load(topic, file)) {
    if (record.partition.number == named.partition) last = std::max(last, record.place.sequence);
    if (Is(record, named)) again = record;
  }
  if (!again) throw std::runtime_error("there is no such fact");
  again->place.sequence = last + 1;
  Send(settings, {*again});
}

void Run(const std::vector<std::string>& words) {
  if (words.size() < 4) throw std::runtime_error("see the head of topic_tool.cc for how to use it");
  const KafkaSettings settings{words[0], "topic-tool"};
  const std::string& topic = words[1];
  std::optional<Named> named;
  if (words.size() == 6) named = {std::stoi(words[4]), std::stoll(words[5])};
  if (words[2] == "save") return Save(settings, topic, words[3]);
  if (words[2] == "restore") return Restore(settings, topic, words[3], named);
  if (words[2] == "again" && named) return Again(settings, topic, words[3], *named);
  throw std::runtime_error("no such command: " + words[2]);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "topic_tool: %s\n", error.what());
    return 1;
  }
  return 0;
}
