#include "services/recoursectl/model/corrections_commands.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "recourse/classify/v1/classify_service.grpc.pb.h"
#include "services/recoursectl/classification_text.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/model/corrections_file.h"
#include "services/recoursectl/model/files.h"

namespace recourse::ctl {
namespace {

namespace v1 = classify::v1;

constexpr int kPageSize = 200;

// What came of paging through all corrections.
struct Exported {
  std::string file = model::CorrectionsHeader();
  int rows = 0;
  int missing = 0;  // ingest could not say their texts
};

void Take(const v1::Correction& correction, Exported& exported) {
  if (correction.text_missing()) {
    ++exported.missing;
    return;
  }
  const v1::Classification& made = correction.classification();
  exported.file += model::CorrectionsRow(
      {correction.text(), TypeWord(made.type()), made.category(), made.dimension(),
       SentimentWord(made.sentiment()), SeverityWord(made.severity()), correction.corrected_by()});
  ++exported.rows;
}

StatusOr<Exported> ExportAll(const Peer& peer) {
  auto stub = v1::ClassifyService::NewStub(peer.channel);
  Exported exported;
  v1::ListCorrectionsRequest request;
  request.set_page_size(kPageSize);
  do {
    v1::ListCorrectionsResponse page;
    const Status asked =
        Call(peer, *stub, &v1::ClassifyService::Stub::ListCorrections, request, page);
    if (!asked.ok()) return asked;
    for (const v1::Correction& correction : page.corrections()) Take(correction, exported);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return exported;
}

struct Arguments {
  std::string path;
  bool partial = false;
};

// A file that lacks texts would train a model on a part and not say so.
int Export(const Context& context, const Arguments& arguments) {
  const auto peer = Connect(context, "RECOURSE_CLASSIFY_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  const auto exported = ExportAll(*peer);
  if (!exported.ok()) return Fail(exported.status());
  if (exported->missing > 0 && !arguments.partial) {
    return Fail(absl::UnavailableError(
        std::to_string(exported->missing) +
        " corrected texts are missing, for ingest did not say them: nothing was written; try again "
        "when ingest answers, or leave them out by --partial"));
  }
  if (Status s = model::WriteWhole(arguments.path, exported->file); !s.ok()) return Fail(s);
  std::printf(
      context.json ? "{\"corrections\":%d,\"missing\":%d}\n" : "%d corrections, %d left out\n",
      exported->rows, exported->missing);
  return kDone;
}

}  // namespace

void AddModelCorrections(CLI::App& model, Context& context, int& exit_status) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = model.add_subcommand(
      "corrections", "what people corrected, as a .tsv for a manifest's `train`; asks classify");
  command->add_option("--out", arguments->path, "file to write")->required();
  command->add_flag("--partial", arguments->partial, "leave out texts that ingest does not say");
  command->callback(
      [&context, &exit_status, arguments] { exit_status = Export(context, *arguments); });
}

}  // namespace recourse::ctl
