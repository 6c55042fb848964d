#pragma once

#include <string_view>

#include "services/recoursectl/model/table_file.h"

namespace recourse::ctl::model {

// A JSON object a line, in UTF-8: the names of the first one are the columns, and every other has
// the same names. Values are texts. INVALID_ARGUMENT names the line.
StatusOr<Table> ReadObjects(std::string_view text);

}  // namespace recourse::ctl::model
