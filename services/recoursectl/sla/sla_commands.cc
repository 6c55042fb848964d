#include <cstdio>
#include <memory>

#include "services/recoursectl/commands.h"
#include "services/recoursectl/sla/sla_file.h"
#include "services/recoursectl/sla/sla_json.h"
#include "services/recoursectl/sla/sla_text.h"

namespace recourse::ctl {
namespace {

constexpr std::size_t kWriteBytes = 1U << 20U;  // of lines that are written at once

// The whole of a file, or of standard input for "-", up to what SlaFile takes and one byte more.
StatusOr<std::string> ReadBounded(const std::string& path) {
  const auto close = [](std::FILE* file) {
    if (file != stdin) std::fclose(file);
  };
  const std::unique_ptr<std::FILE, decltype(close)> file(
      path == "-" ? stdin : std::fopen(path.c_str(), "rb"), close);
  if (file == nullptr) return absl::NotFoundError("cannot read " + path);
  std::string text;
  while (text.size() <= kSlaFileBytesMax) {
    const std::size_t size = text.size();
    text.resize(size + kWriteBytes);
    const std::size_t read = std::fread(text.data() + size, 1, kWriteBytes, file.get());
    text.resize(size + read);
    if (read < kWriteBytes) break;
  }
  if (std::ferror(file.get()) != 0) return absl::NotFoundError("cannot read " + path);
  return text;
}

StatusOr<SlaFile> ReadSlaFile(const std::string& path) {
  const auto text = ReadBounded(path);
  if (!text.ok()) return text.status();
  auto file = SlaFile::Read(*text);
  if (file.ok()) return file;
  return absl::InvalidArgumentError(path + ": " + std::string(file.status().message()));
}

bool Flush(std::string& lines) {
  const bool written = std::fwrite(lines.data(), 1, lines.size(), stdout) == lines.size() &&
                       std::fflush(stdout) == 0;
  lines.clear();
  return written;
}

// Appends what is to be said of one clock; false where it cannot be computed.
bool ExplainOne(const SlaFile& file, std::size_t index, bool json, std::string& lines) {
  const auto explained = file.Explained(index);
  if (const auto* clock = std::get_if<Explanation>(&explained)) {
    json ? AppendJson(*clock, lines) : AppendText(*clock, file.calendars(), lines);
    return true;
  }
  const auto& fault = std::get<ClockFault>(explained);
  json ? AppendJson(file.IdOf(index), fault, lines) : AppendText(file.IdOf(index), fault, lines);
  return false;
}

int ExplainFile(const Context& context, const std::string& path) {
  const auto file = ReadSlaFile(path);
  if (!file.ok()) return Fail(file.status());
  std::size_t faulty = 0;
  std::string lines;
  for (std::size_t i = 0; i < file->clock_count(); ++i) {
    if (!ExplainOne(*file, i, context.json, lines)) ++faulty;
    if (lines.size() < kWriteBytes && i + 1 < file->clock_count()) continue;
    if (!Flush(lines)) return Fail(absl::UnavailableError("cannot write to standard output"));
  }
  if (faulty == 0) return kDone;
  return Fail(absl::InvalidArgumentError(
      std::to_string(faulty) + " of " + std::to_string(file->clock_count()) +
      " clocks cannot be computed: each says why in its own line, the others are not harmed"));
}

}  // namespace

void AddSla(CLI::App& app, Context& context, int& exit_status) {
  auto* command = app.add_subcommand("sla", "promises and their clocks");
  command->require_subcommand(1);
  auto* explain = command->add_subcommand(
      "explain", "every segment of every clock of a file; no server is needed");
  auto path = std::make_shared<std::string>();
  explain->add_option("file", *path, "JSON with calendars and clocks; - is standard input")
      ->required();
  explain->callback([&context, &exit_status, path] { exit_status = ExplainFile(context, *path); });
}

}  // namespace recourse::ctl
