#include <cstdlib>

#include "services/recoursectl/commands.h"

namespace {

void AddCommon(CLI::App& app, recourse::ctl::Context& context) {
  app.add_flag("--json", context.json, "one JSON object (one a line for lists and watches)");
  app.add_option("--var", context.var, "folder of the system")->envname("RECOURSE_VAR");
  app.add_option("--endpoint", context.endpoint, "host:port instead of the local system's");
  app.add_option("--key-file", context.key_file, "file of the key, instead of the operator's");
}

}  // namespace

int main(int argc, char** argv) {
  namespace ctl = recourse::ctl;
  CLI::App app("Recourse from the command line. Exit status: 0 done, 1 refused or failed, "
               "2 wrong use.");
  app.name("recoursectl");
  app.require_subcommand(1);
  app.fallthrough();
  ctl::Context context;
  context.var = "var";
  int exit_status = ctl::kDone;
  AddCommon(app, context);
  ctl::AddFeedback(app, context, exit_status);
  ctl::AddTicket(app, context, exit_status);
  ctl::AddKpi(app, context, exit_status);
  ctl::AddPolicy(app, context, exit_status);
  ctl::AddOrganization(app, context, exit_status);
  ctl::AddUser(app, context, exit_status);
  ctl::AddKey(app, context, exit_status);
  ctl::AddOperations(app, context, exit_status);
  ctl::AddEffect(app, context, exit_status);
  ctl::AddSla(app, context, exit_status);
  ctl::AddCalendar(app, context, exit_status);
  ctl::AddModel(app, context, exit_status);
  ctl::AddVerify(app, context, exit_status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ctl::kDone : ctl::kWrongUse;
  }
  return exit_status;
}
