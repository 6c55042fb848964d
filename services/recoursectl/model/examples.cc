#include "services/recoursectl/model/examples.h"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "services/classify/domain/model/format.h"
#include "services/common/text/blank.h"
#include "services/common/text/disguise.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/left_out.h"
#include "services/recoursectl/model/source_files.h"
#include "services/recoursectl/model/table_file.h"

namespace recourse::ctl::model {
namespace {

// A source's rows with the labels as written, before they have numbers.
struct Written {
  std::string text;
  std::vector<std::string> labels;  // by head; empty for none
  bool aside = false;
  std::string together{};
};

Status In(const std::string& file, const Status& status) {
  return {status.code(), file + ": " + std::string(status.message())};
}

struct Columns {
  std::vector<std::size_t> text;
  std::vector<std::pair<std::size_t, std::size_t>> labels;  // head, column
  // By head: what has to stand in a column for the row to have a label of it.
  std::vector<std::vector<std::pair<std::size_t, std::string>>> only;
  std::optional<std::size_t> together{};
};

bool MayHaveLabel(const Columns& columns, std::size_t head, const std::vector<std::string>& row) {
  const auto& only = columns.only[head];
  return std::all_of(only.begin(), only.end(),
                     [&](const auto& each) { return row[each.first] == each.second; });
}

// Fills in `only`.
Status FindConditions(const Manifest& manifest, const Source& source, const Table& table,
                      Columns& columns) {
  for (const HeadSettings& head : manifest.heads) {
    auto& only = columns.only.emplace_back();
    const auto conditions = source.only.find(head.name);
    if (conditions == source.only.end()) continue;
    for (const auto& [name, value] : conditions->second) {
      const auto column = FindColumn(table, name);
      if (!column.ok()) return column.status();
      only.emplace_back(*column, value);
    }
  }
  return absl::OkStatus();
}

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
  if (!source.together.empty()) {
    const auto column = FindColumn(table, source.together);
    if (!column.ok()) return column.status();
    columns.together = *column;
  }
  if (Status s = FindConditions(manifest, source, table, columns); !s.ok()) return s;
  return columns;
}

std::string LabelOf(const Source& source, const std::string& head, const std::string& written) {
  const auto names = source.names.find(head);
  if (names == source.names.end()) return written;
  const auto found = names->second.find(written);
  return found == names->second.end() ? std::string() : found->second;
}

Written WrittenOf(const Manifest& manifest, const Source& source, const Columns& columns,
                  const std::vector<std::string>& row) {
  Written one{{}, std::vector<std::string>(manifest.heads.size()), source.aside};
  if (columns.together) one.together = row[*columns.together];
  for (const std::size_t column : columns.text) {
    one.text += (one.text.empty() ? "" : "\n") + row[column];
  }
  for (const auto& [head, column] : columns.labels) {
    if (!MayHaveLabel(columns, head, row)) continue;
    one.labels[head] = LabelOf(source, manifest.heads[head].name, row[column]);
  }
  if (!source.leave_out.empty()) one.text = WithoutWords(one.text, source.leave_out);
  return one;
}

Status ReadFileOf(const Manifest& manifest, const Source& source, const std::string& folder,
                  const std::string& file, std::vector<Written>& written) {
  const auto text = ReadWhole(folder + "/" + file, kTableBytesMax);
  if (!text.ok()) return text.status();
  const auto table = ReadTable(*text, CellsOf(file));
  if (!table.ok()) return In(file, table.status());
  const auto columns = ColumnsOf(manifest, source, *table);
  if (!columns.ok()) return In(file, columns.status());
  auto part = PartOfRows::Read(source.split, folder);
  if (!part.ok()) return part.status();
  if (Status looked = part->Look(*table); !looked.ok()) return In(file, looked);
  for (const auto& row : table->rows) {
    if (!part->Takes(row)) continue;
    Written one = WrittenOf(manifest, source, *columns, row);
    if (!IsBlank(one.text)) written.push_back(std::move(one));
  }
  return absl::OkStatus();
}

Status ReadSource(const Manifest& manifest, const Source& source, const std::string& folder,
                  std::vector<Written>& written) {
  const auto files = FilesOf(folder, source.file);
  if (!files.ok()) return files.status();
  for (const std::string& file : *files) {
    if (Status s = ReadFileOf(manifest, source, folder, file, written); !s.ok()) return s;
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

template <typename Text>
std::uint64_t DigestOf(const Text& text) {
  return classify::Checksum(reinterpret_cast<const std::byte*>(text.data()),
                            text.size() * sizeof(text[0]));
}

StatusOr<Example> ExampleOf(Written one, const std::vector<std::vector<std::string>>& labels) {
  Example example;
  example.aside = one.aside;
  if (!one.together.empty()) example.together = DigestOf(one.together);
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
  example.digest = DigestOf(example.folded);
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
