#pragma once

#include <boost/json/object.hpp>

#include "services/common/process/document_json.h"

namespace recourse::routing {

// What others obey of an organisation document, checked where it is put: `people` (agent_id once
// each; name, mail, endpoint, language, branch_id and role as texts where they are given), the
// people whom a branch has `told`, and the `zone` of a region or branch. The first fault is told.
void CheckPeople(const boost::json::object& organization, DocumentReading& reading);

}  // namespace recourse::routing
