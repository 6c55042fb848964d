package recourse.peer;

import java.io.IOException;

/** The documents that decide, read once; shared by all tasks. */
record Policies(Rules rules, Standard standard, Decider decider) {
  static Policies of(Settings settings) throws IOException {
    Standard standard = Standard.of(settings.policy("20-sla.json"));
    Routing routing =
        new Routing(settings.policy("30-routing.json"), settings.read("organization.json"));
    return new Policies(new Rules(settings.policy("40-rules.json")), standard,
        new Decider(routing, new Facts(standard)));
  }
}
