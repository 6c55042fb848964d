package recourse.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which branch: the first rule that fits, else the branch at the place, else the one for the rest. */
final class Routing {
  /** `why` is the rule's place in the document, `place` or `otherwise`. */
  record Route(String branchId, String regionId, String why) {}

  private record Rule(String category, String place, String branchId) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, String> branchOfPlace = new HashMap<>();
  private final Map<String, String> regionOfBranch = new HashMap<>();
  private final String otherwise;

  Routing(JsonNode document, JsonNode organization) {
    for (JsonNode rule : document.get("rules")) {
      rules.add(new Rule(rule.path("category").asText(null), rule.path("place").asText(null),
          rule.get("branch_id").asText()));
    }
    otherwise = document.get("otherwise_branch_id").asText();
    for (JsonNode branch : organization.get("branches")) {
      String id = branch.get("branch_id").asText();
      regionOfBranch.put(id, branch.get("region_id").asText());
      branch.path("places").forEach(place -> branchOfPlace.putIfAbsent(place.asText(), id));
    }
  }

  Route routeOf(String category, String place) {
    for (int i = 0; i < rules.size(); ++i) {
      Rule rule = rules.get(i);
      boolean fits = (rule.category == null || rule.category.equals(category))
          && (rule.place == null || rule.place.equals(place));
      if (fits) return to(rule.branchId, Integer.toString(i + 1));
    }
    String atPlace = branchOfPlace.get(place);
    return atPlace == null ? to(otherwise, "otherwise") : to(atPlace, "place");
  }

  private Route to(String branchId, String why) {
    return new Route(branchId, regionOfBranch.getOrDefault(branchId, ""), why);
  }
}
