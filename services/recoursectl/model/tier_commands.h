#pragma once

#include "services/recoursectl/commands.h"

namespace recourse::ctl {

// `model cascade` and `model similar`, below `models`.
void AddCascade(CLI::App& models, int& exit_status);
void AddSimilar(CLI::App& models, Context& context, int& exit_status);

}  // namespace recourse::ctl
