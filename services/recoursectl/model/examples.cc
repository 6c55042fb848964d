#include "services/recoursectl/model/examples.h"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "services/classify/domain/model/format.h"
#include "services/common/text/blank.h"
#include "services/common/text/disguise.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/left_out.h"
#include "services/recoursectl/model/table_file.h"

namespace recourse::ctl::model {
namespace {

// A source's rows with the labels as written, before they have numbers.
struct Written {
  std::string text;
  std::vector<std::string> labels;  // by head; empty for none
  bool aside = false;
};

Status In(const std::string& file, const Status& status) {
  return {status.code(), file + ": " + std::string(status.message())};
}

struct Columns {
  std::vector<std::size_t> text;
  std::vector<std::pair<std::size_t, std::size_t>> labels;  // head, column
};

StatusOr<Columns> ColumnsOf(const Manifest& manifest, const Source& source, const Table& table) {
  Columns columns;
  for (const std::string& name : source.text) {
    const auto column = FindColumn(table, name);
    if (!column.ok()) return column.status();
    columns.text.push_back(*column);
  }
  for (std::size_t head = 0; head < manifest.heads.size(); ++head) {
    const auto named = source.columns.find(manifest.heads[head].name);
    if (named == source.columns.end()) continue;
    const auto column = FindColumn(table, named->second);
    if (!column.ok()) return column.status();
    columns.labels.emplace_back(head, *column);
  }
  return columns;
}

std::string LabelOf(const Source& source, const std::string& head, const std::string& written) {
  const auto names = source.names.find(head);
  if (names == source.names.end()) return written;
  const auto found = names->second.find(written);
  return found == names->second.end() ? std::string() : found->second;
}

Status ReadSource(const Manifest& manifest, const Source& source, const std::string& folder,
                  std::vector<Written>& written) {
  const auto text = ReadWhole(folder + "/" + source.file, kTableBytesMax);
  if (!text.ok()) return text.status();
  const auto table =
      ReadTable(*text, source.file.ends_with(".csv") ? Cells::kCommas : Cells::kTabs);
  if (!table.ok()) return In(source.file, table.status());
  const auto columns = ColumnsOf(manifest, source, *table);
  if (!columns.ok()) return In(source.file, columns.status());
  for (const auto& row : table->rows) {
    Written one{{}, std::vector<std::string>(manifest.heads.size()), source.aside};
    for (const std::size_t column : columns->text) {
      one.text += (one.text.empty() ? "" : "\n") + row[column];
    }
    for (const auto& [head, column] : columns->labels) {
      one.labels[head] = LabelOf(source, manifest.heads[head].name, row[column]);
    }
    if (!source.leave_out.empty()) one.text = WithoutWords(one.text, source.leave_out);
    if (!IsBlank(one.text)) written.push_back(std::move(one));
  }
  return absl::OkStatus();
}

std::vector<std::vector<std::string>> LabelsMet(const std::vector<Written>& written,
                                                std::size_t heads) {
  std::vector<std::set<std::string>> met(heads);
  for (const Written& one : written) {
    for (std::size_t head = 0; head < heads; ++head) {
      if (!one.labels[head].empty()) met[head].insert(one.labels[head]);
    }
  }
  std::vector<std::vector<std::string>> labels;
  for (const auto& of_head : met) labels.emplace_back(of_head.begin(), of_head.end());
  return labels;
}

std::uint32_t NumberOf(const std::vector<std::string>& labels, const std::string& label) {
  const auto found = std::lower_bound(labels.begin(), labels.end(), label);
  if (found == labels.end() || *found != label) return kNoLabel;
  return static_cast<std::uint32_t>(found - labels.begin());
}

StatusOr<Example> ExampleOf(Written one, const std::vector<std::vector<std::string>>& labels) {
  Example example;
  example.aside = one.aside;
  if (Status status = FoldInto(std::move(one.text), example); !status.ok()) return status;
  for (std::size_t head = 0; head < labels.size(); ++head) {
    example.labels.push_back(NumberOf(labels[head], one.labels[head]));
  }
  return example;
}

}  // namespace

StatusOr<Examples> ReadExamples(const Manifest& manifest, const std::vector<Source>& sources,
                                const std::string& folder,
                                const std::vector<std::vector<std::string>>& known) {
  std::vector<Written> written;
  for (const Source& source : sources) {
    if (Status status = ReadSource(manifest, source, folder, written); !status.ok()) return status;
  }
  Examples examples;
  examples.labels = known.empty() ? LabelsMet(written, manifest.heads.size()) : known;
  for (Written& one : written) {
    auto example = ExampleOf(std::move(one), examples.labels);
    if (!example.ok()) return example.status();
    const auto none = [](std::uint32_t label) { return label == kNoLabel; };
    if (std::all_of(example->labels.begin(), example->labels.end(), none)) continue;
    examples.rows.push_back(*std::move(example));
  }
  return examples;
}

Status FoldInto(std::string text, Example& example) {
  auto folded = FoldDisguised(text);
  if (!folded.ok()) return folded.status();
  example.text = std::move(text);
  example.folded = std::move(folded->text);
  example.digest = classify::Checksum(reinterpret_cast<const std::byte*>(example.folded.data()),
                                      example.folded.size() * sizeof(char32_t));
  return absl::OkStatus();
}

std::vector<Example> Unseen(const std::vector<Example>& rows,
                            const std::vector<Example>& training) {
  std::unordered_set<std::uint64_t> seen;
  for (const Example& example : training) seen.insert(example.digest);
  std::vector<Example> unseen;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(unseen),
               [&](const Example& example) { return !seen.contains(example.digest); });
  return unseen;
}

}  // namespace recourse::ctl::model
