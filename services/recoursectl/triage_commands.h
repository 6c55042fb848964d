#pragma once

#include "services/recoursectl/context.h"

namespace CLI {
class App;
}

namespace recourse::ctl {

// Parts of `classify`: what waits for a person, and what a person makes of it.
void AddTriage(CLI::App& classify, Context& context, int& exit_status);

}  // namespace recourse::ctl
