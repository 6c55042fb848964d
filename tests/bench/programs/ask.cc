// bench_ask: what a page of tickets or the figures of all queues take to be read. Asks at a steady
// rate; a latency counts from the instant at which its question was due, so that one slow answer
// shows in those that waited behind it.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/grpc/client.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Arguments {
  std::string address, key_file, what = "tickets";
  double rate = 50;
  int count = 100;
  recourse::routing::v1::ListTicketsRequest tickets;
  std::string branch_id, customer_id, page_token;
  int state = 0, page_size = 50;
};

Arguments Read(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("asks routing for a page of tickets, or kpi for the figures of all branches");
  app.add_option("--address", arguments.address)->required();
  app.add_option("--key-file", arguments.key_file)->required();
  app.add_option("--what", arguments.what)->check(CLI::IsMember({"tickets", "kpis"}));
  app.add_option("--rate", arguments.rate, "questions a second")->check(CLI::PositiveNumber);
  app.add_option("--count", arguments.count)->check(CLI::PositiveNumber);
  app.add_option("--branch", arguments.branch_id);
  app.add_option("--customer", arguments.customer_id);
  app.add_option("--state", arguments.state, "a number of TicketState");
  app.add_option("--page-size", arguments.page_size);
  app.add_option("--page-token", arguments.page_token);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  arguments.tickets.set_branch_id(arguments.branch_id);
  arguments.tickets.set_customer_id(arguments.customer_id);
  arguments.tickets.set_state(static_cast<recourse::routing::v1::TicketState>(arguments.state));
  arguments.tickets.set_page_size(arguments.page_size);
  arguments.tickets.set_page_token(arguments.page_token);
  return arguments;
}

std::string KeyIn(const std::string& file) {
  std::ifstream in(file);
  std::string key;
  in >> key;
  return key;
}

void CheckOk(const grpc::Status& status) {
  if (status.ok()) return;
  std::cerr << "refused: " << status.error_message() << "\n";
  std::exit(1);
}

struct Answered {
  std::size_t rows = 0;
  std::string next_page_token;
};

// One question, and what came.
using Question = std::function<Answered(grpc::ClientContext&)>;

Question QuestionOf(const Arguments& arguments, const std::shared_ptr<grpc::Channel>& channel) {
  if (arguments.what == "tickets") {
    auto stub = std::shared_ptr(recourse::routing::v1::TicketService::NewStub(channel));
    return [stub, request = arguments.tickets](grpc::ClientContext& context) {
      recourse::routing::v1::ListTicketsResponse response;
      CheckOk(stub->ListTickets(&context, request, &response));
      return Answered{static_cast<std::size_t>(response.tickets_size()),
                      response.next_page_token()};
    };
  }
  auto stub = std::shared_ptr(recourse::kpi::v1::KpiService::NewStub(channel));
  return [stub](grpc::ClientContext& context) {
    recourse::kpi::v1::GetKpisRequest request;
    request.set_group(recourse::kpi::v1::KPI_GROUP_BRANCH);
    recourse::kpi::v1::GetKpisResponse response;
    CheckOk(stub->GetKpis(&context, request, &response));
    return Answered{static_cast<std::size_t>(response.kpis_size()), ""};
  };
}

void Print(const std::vector<double>& latencies_ms, const Answered& last) {
  std::printf("{\"latencies_ms\": [");
  for (std::size_t i = 0; i < latencies_ms.size(); ++i) {
    std::printf("%s%.4f", i == 0 ? "" : ", ", latencies_ms[i]);
  }
  std::printf("], \"rows\": %zu, \"next_page_token\": \"%s\"}\n", last.rows,
              last.next_page_token.c_str());
}

// Each question's milliseconds from when it was due.
std::vector<double> AskAll(const Arguments& arguments, const Question& ask, Answered& last) {
  const std::string key = KeyIn(arguments.key_file);
  const auto step = std::chrono::duration<double>(1 / arguments.rate);
  const auto start = Clock::now();
  std::vector<double> latencies_ms;
  for (int i = 0; i < arguments.count; ++i) {
    const auto due = start + std::chrono::duration_cast<Clock::duration>(i * step);
    std::this_thread::sleep_until(due);
    grpc::ClientContext context;
    recourse::Prepare(context, {key});
    last = ask(context);
    latencies_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - due).count());
  }
  return latencies_ms;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = Read(argc, argv);
  const auto address = recourse::ParseAddress(arguments.address);
  if (!address.ok()) {
    std::cerr << "an address is host:port\n";
    return 2;
  }
  const auto channel = recourse::MakeChannel(*address);
  if (!recourse::WaitConnected(*channel, std::chrono::seconds(10))) {
    std::cerr << "nobody answers at " << arguments.address << "\n";
    return 1;
  }
  Answered last;
  const auto latencies_ms = AskAll(arguments, QuestionOf(arguments, channel), last);
  Print(latencies_ms, last);
  return 0;
}
