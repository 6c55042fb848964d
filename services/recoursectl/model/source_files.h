#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/recoursectl/model/manifest.h"
#include "services/recoursectl/model/table_file.h"

namespace recourse::ctl::model {

// The files of a source, below `folder`, in the order of their names: one, or all whose names are
// as `file` says with something for its `*` (which stands in the last part of the path). NOT_FOUND
// where there is none.
StatusOr<std::vector<std::string>> FilesOf(const std::string& folder, const std::string& file);

// Which rows of a table a source's split takes.
class PartOfRows {
 public:
  // Without a split, all. INVALID_ARGUMENT where the split's file is not as manifest.h says.
  static StatusOr<PartOfRows> Read(const Split& split, const std::string& folder);
  // INVALID_ARGUMENT where the table lacks a column of the split.
  Status Look(const Table& table);
  // Of the table that was looked at last.
  bool Takes(const std::vector<std::string>& row) const;

 private:
  std::map<std::string, std::set<std::string>> held_out_;  // by column
  std::vector<std::pair<std::size_t, const std::set<std::string>*>> looked_at_;
  bool test_ = false;
};

}  // namespace recourse::ctl::model
