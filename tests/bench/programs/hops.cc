#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <iostream>
#include <thread>

#include "services/common/core/check.h"
#include "services/common/kafka/client.h"
#include "services/common/kafka/topics.h"

// The floor of a hop: the very records of a topic, sent once more into a topic of their own and
// read by as many readers, by librdkafka and nothing else. Reads first and prints `ready`; a line
// on standard input begins the hop, one JSON object on standard output ends it.
namespace recourse::bench {
namespace {

constexpr int kWaitMs = 100;
constexpr std::chrono::seconds kTopicWait{30};
constexpr auto kHopMax = std::chrono::minutes(5);

struct Options {
  std::string brokers;
  std::string topic;
  std::string into;
  int readers = 1;
};

struct Message {
  int partition = 0;
  std::string key;
  std::string payload;
  std::vector<std::pair<std::string, std::string>> headers;
};

using Clock = std::chrono::steady_clock;

KafkaSettings SettingsOf(const Options& options) { return {options.brokers, "bench-hops"}; }

std::unique_ptr<RdKafka::KafkaConsumer> ReaderOf(const Options& options, const std::string& topic) {
  std::string error;
  auto conf = KafkaConf(SettingsOf(options), {{"group.id", "bench-hops"},
                                              {"enable.auto.commit", "false"},
                                              {"enable.partition.eof", "true"},
                                              {"fetch.wait.max.ms", "50"},
                                              {"auto.offset.reset", "earliest"}});
  std::unique_ptr<RdKafka::KafkaConsumer> reader(RdKafka::KafkaConsumer::create(conf.get(), error));
  RECOURSE_CHECK(reader != nullptr);
  std::vector<RdKafka::TopicPartition*> all;
  for (int number = 0; number < kPartitions; ++number) {
    all.push_back(RdKafka::TopicPartition::create(topic, number, RdKafka::Topic::OFFSET_BEGINNING));
  }
  RECOURSE_CHECK(reader->assign(all) == RdKafka::ERR_NO_ERROR);
  RdKafka::TopicPartition::destroy(all);
  return reader;
}

Message MessageOf(RdKafka::Message& from) {
  Message message{from.partition(), {}, {}, {}};
  message.key.assign(static_cast<const char*>(from.key_pointer()), from.key_len());
  message.payload.assign(static_cast<const char*>(from.payload()), from.len());
  if (from.headers() == nullptr) return message;
  for (const auto& header : from.headers()->get_all()) {
    message.headers.emplace_back(header.key(),
                                 std::string(header.value_string(), header.value_size()));
  }
  return message;
}

// Until each partition was read to its end.
std::vector<Message> ReadAll(const Options& options) {
  auto reader = ReaderOf(options, options.topic);
  std::vector<Message> messages;
  for (int ended = 0; ended < kPartitions;) {
    const std::unique_ptr<RdKafka::Message> next(reader->consume(kWaitMs));
    if (next->err() == RdKafka::ERR__PARTITION_EOF) ++ended;
    if (next->err() == RdKafka::ERR_NO_ERROR) messages.push_back(MessageOf(*next));
  }
  return messages;
}

class Delivered final : public RdKafka::DeliveryReportCb {
 public:
  void dr_cb(RdKafka::Message& message) override {
    RECOURSE_CHECK(message.err() == RdKafka::ERR_NO_ERROR);
    ++count;
  }
  std::size_t count = 0;
};

void SendOne(RdKafka::Producer& producer, const std::string& topic, const Message& message) {
  const auto send = [&] {
    std::unique_ptr<RdKafka::Headers> headers(RdKafka::Headers::create());
    for (const auto& [name, value] : message.headers) {
      headers->add(name, value.data(), value.size());
    }
    const auto code =
        producer.produce(topic, message.partition, RdKafka::Producer::RK_MSG_COPY,
                         const_cast<char*>(message.payload.data()), message.payload.size(),
                         message.key.data(), message.key.size(), 0, headers.get(), nullptr);
    if (code == RdKafka::ERR_NO_ERROR) headers.release();  // the message owns them now
    return code;
  };
  while (send() == RdKafka::ERR__QUEUE_FULL) producer.poll(kWaitMs);
}

// The settings of the product's own writer.
void SendAll(const Options& options, const std::vector<Message>& messages) {
  Delivered delivered;
  std::string error;
  auto conf = KafkaConf(SettingsOf(options), {{"enable.idempotence", "true"},
                                              {"acks", "all"},
                                              {"linger.ms", "1"},
                                              {"compression.codec", "lz4"}});
  RECOURSE_CHECK(conf->set("dr_cb", &delivered, error) == RdKafka::Conf::CONF_OK);
  const std::unique_ptr<RdKafka::Producer> producer(RdKafka::Producer::create(conf.get(), error));
  for (const Message& message : messages) {
    SendOne(*producer, options.into, message);
    producer->poll(0);
  }
  while (delivered.count < messages.size()) producer->poll(kWaitMs);
}

std::size_t ReadCount(const Options& options, std::size_t count) {
  auto reader = ReaderOf(options, options.into);
  const auto deadline = Clock::now() + kHopMax;
  std::size_t read = 0;
  while (read < count && Clock::now() < deadline) {
    const std::unique_ptr<RdKafka::Message> next(reader->consume(kWaitMs));
    if (next->err() == RdKafka::ERR_NO_ERROR) ++read;
  }
  return read;
}

std::size_t BytesOf(const std::vector<Message>& messages) {
  std::size_t bytes = 0;
  for (const Message& message : messages) bytes += message.key.size() + message.payload.size();
  return bytes;
}

int Run(const Options& options) {
  const auto messages = ReadAll(options);
  RECOURSE_CHECK(EnsureTopics(SettingsOf(options), {{options.into}}, kTopicWait).ok());
  std::cout << "ready" << std::endl;
  std::string line;
  std::getline(std::cin, line);
  const auto begin = Clock::now();
  std::atomic<std::size_t> read = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < options.readers; ++i) {
    readers.emplace_back([&] { read += ReadCount(options, messages.size()); });
  }
  SendAll(options, messages);
  readers.clear();
  const std::chrono::duration<double> seconds = Clock::now() - begin;
  std::cout << boost::json::object{{"records", messages.size()},
                                   {"bytes", BytesOf(messages)},
                                   {"read", read.load()},
                                   {"seconds", seconds.count()}}
            << std::endl;
  return read == messages.size() * static_cast<std::size_t>(options.readers) ? 0 : 1;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  recourse::bench::Options options;
  CLI::App app("bench_hops");
  app.add_option("--brokers", options.brokers)->required();
  app.add_option("--topic", options.topic, "whose records are sent again")->required();
  app.add_option("--into", options.into, "a topic that is not there yet")->required();
  app.add_option("--readers", options.readers)->check(CLI::Range(1, 16));
  CLI11_PARSE(app, argc, argv);
  return recourse::bench::Run(options);
}
