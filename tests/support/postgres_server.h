#pragma once

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "services/common/postgres/migrate.h"
#include "services/common/postgres/pool.h"
#include "tests/support/free_port.h"

namespace recourse::testing {

// A PostgreSQL of the test's own, on a free port of 127.0.0.1, in a temporary folder. The server
// refuses to run as root, so root lends it the user `postgres`. Gone with this object.
class PostgresServer {
 public:
  PostgresServer() {
    std::string pattern = std::filesystem::temp_directory_path() / "recourse-postgres-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
    port_ = FreePort();
    Run("chown postgres " + folder_ + " 2>/dev/null || true");
    Run(AsServer() + kBin + "initdb --auth=trust --username=owner --encoding=UTF8 "
        "--locale=C.UTF-8 --no-sync -D " + folder_ + "/data >" + folder_ + "/initdb.log");
    Start();
  }
  ~PostgresServer() {
    kill(pid_, SIGQUIT);
    waitpid(pid_, nullptr, 0);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // A role and its schema of the same name, as a service has them; returns how to connect.
  std::string Schema(const std::string& name) {
    const std::string sql =
        "CREATE ROLE " + name + " LOGIN; CREATE SCHEMA " + name + " AUTHORIZATION " + name;
    auto owner = Connection::Open(Dsn("owner"), std::chrono::seconds(5));
    if (!owner.ok() || !(*owner)->RunScript(sql).ok()) throw std::runtime_error(sql);
    return Dsn(name);
  }

 private:
  static constexpr const char* kBin = "/usr/lib/postgresql/15/bin/";

  static void Run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error(command);
  }
  static std::string AsServer() {
    return geteuid() == 0 ? "setpriv --reuid postgres --regid postgres --clear-groups " : "";
  }

  std::string Dsn(const std::string& role) const {
    return "host=127.0.0.1 port=" + std::to_string(port_) + " dbname=postgres user=" + role;
  }

  void Start() {
    const std::string command = "exec " + AsServer() + kBin + "postgres -D " + folder_ +
                                "/data -h 127.0.0.1 -k '' -p " + std::to_string(port_) + " 2>>" +
                                folder_ + "/initdb.log";
    pid_ = fork();
    if (pid_ == 0) {
      execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    for (int i = 0; i < 1000; ++i) {
      if (Connection::Open(Dsn("owner"), std::chrono::seconds(5)).ok()) return;
      usleep(20'000);  // until the process that was just started listens
    }
    throw std::runtime_error("PostgreSQL does not answer");
  }

  std::string folder_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace recourse::testing
