#pragma once

#include "services/recoursectl/context.h"

namespace CLI {
class App;
}

namespace recourse::ctl {

// `model corrections`: what people corrected, as a file that a manifest can train on.
void AddModelCorrections(CLI::App& model, Context& context, int& exit_status);

}  // namespace recourse::ctl
