#pragma once

#include <CLI/CLI.hpp>

#include "services/recoursectl/context.h"

namespace recourse::ctl {

// `model put|list|activate|rollback`: to classify.
void AddModelServer(CLI::App& command, Context& context, int& exit_status);
// `model compare`: of files alone.
void AddModelCompare(CLI::App& command, Context& context, int& exit_status);

}  // namespace recourse::ctl
