#pragma once

#include <CLI/CLI.hpp>

#include "services/recoursectl/context.h"

namespace recourse::ctl {

// Each adds its command with its options to `app`; running it sets `exit_status`. What they refer
// to lives as long as `app`.
void AddFeedback(CLI::App& app, Context& context, int& exit_status);
void AddTicket(CLI::App& app, Context& context, int& exit_status);
void AddKpi(CLI::App& app, Context& context, int& exit_status);
void AddPolicy(CLI::App& app, Context& context, int& exit_status);
void AddOrganization(CLI::App& app, Context& context, int& exit_status);
void AddUser(CLI::App& app, Context& context, int& exit_status);
void AddKey(CLI::App& app, Context& context, int& exit_status);
void AddOperations(CLI::App& app, Context& context, int& exit_status);
void AddEffect(CLI::App& app, Context& context, int& exit_status);
void AddSla(CLI::App& app, Context& context, int& exit_status);
void AddCalendar(CLI::App& app, Context& context, int& exit_status);
void AddModel(CLI::App& app, Context& context, int& exit_status);
void AddVerify(CLI::App& app, Context& context, int& exit_status);

}  // namespace recourse::ctl
