#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "services/common/kafka/topics.h"
#include "tests/support/free_port.h"

namespace recourse::testing {

// A Kafka of the test's own: one KRaft node on free ports of 127.0.0.1, its files in a temporary
// folder that stays behind only when the test failed. Its jars are those that tests/run and
// deploy/local/up fetch. `settings` are lines of server.properties that come after its own.
class KafkaBroker {
 public:
  explicit KafkaBroker(std::string settings = "") : settings_(std::move(settings)) {
    std::string pattern = std::filesystem::temp_directory_path() / "recourse-kafka-XXXXXX";
    folder_ = mkdtemp(pattern.data()) != nullptr ? pattern : throw std::runtime_error("mkdtemp");
    port_ = FreePort();
    WriteSettings();
    Run({"kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAA", "-c",
         folder_ + "/server.properties"});
    int status = 0;
    waitpid(pid_, &status, 0);
    if (status != 0) throw std::runtime_error("formatting Kafka's log failed, see " + LogFile());
    Start();
  }
  ~KafkaBroker() {
    Kill();
    std::error_code ignored;
    if (!::testing::Test::HasFailure()) std::filesystem::remove_all(folder_, ignored);
  }
  KafkaBroker(const KafkaBroker&) = delete;
  KafkaBroker& operator=(const KafkaBroker&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Does not wait: who needs the log waits for it.
  void Start() { Run({"kafka.Kafka", folder_ + "/server.properties"}); }
  void Kill() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  static std::filesystem::path Repository() {
    return std::filesystem::path(RECOURSE_TESTS_DIR).parent_path();
  }
  static std::string Logging() { return Repository() / "deploy/local/kafka/log4j2.properties"; }
  static std::string Jars() {
    const std::string folder = Repository() / "build" / "kafka" / "libs";
    const char* elsewhere = std::getenv("RECOURSE_TEST_KAFKA_LIBS");
    const std::string jars = elsewhere == nullptr ? folder : elsewhere;
    if (!std::filesystem::is_directory(jars)) {
      throw std::runtime_error("no Kafka in " + jars + ": tests/run fetches it");
    }
    return jars;
  }

  void WriteSettings() const {
    const std::string controller = "127.0.0.1:" + std::to_string(FreePort());
    std::ofstream(folder_ + "/server.properties")
        << "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@" << controller
        << "\nlisteners=PLAINTEXT://" << address() << ",CONTROLLER://" << controller
        << "\nadvertised.listeners=PLAINTEXT://" << address()
        << "\ncontroller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAINTEXT\n"
        << "log.dirs=" << folder_ << "/data\nauto.create.topics.enable=false\n"
        << "offsets.topic.replication.factor=1\noffsets.topic.num.partitions=2\n"
        << "transaction.state.log.replication.factor=1\ntransaction.state.log.min.isr=1\n"
        << "group.initial.rebalance.delay.ms=0\n"
        // A node that was killed registers anew when its session has run out.
        << "broker.session.timeout.ms=3000\nbroker.heartbeat.interval.ms=500\n"
        << settings_;
  }

  std::string LogFile() const { return folder_ + "/broker.log"; }

  // Ends with the test, however that ends.
  void Run(const std::vector<std::string>& arguments) {
    std::vector<std::string> line = {"java",
                                     "-Xms256m",
                                     "-Xmx256m",
                                     "-XX:+UseSerialGC",
                                     "-XX:TieredStopAtLevel=1",
                                     "-Dlog4j2.configurationFile=" + Logging(),
                                     "-cp",
                                     Jars() + "/*"};
    line.insert(line.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : line) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int log = open(LogFile().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }

  std::string settings_;
  std::string folder_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace recourse::testing
