package recourse.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/** The document of rules, ready to be asked: one scan of the text finds all terms. Thread-safe. */
final class Rules {
  private static final List<String> STRONGEST_FIRST =
      List.of("very_negative", "very_positive", "negative", "positive");
  private static final Map<String, Integer> SENTIMENTS =
      Map.of("very_negative", -2, "very_positive", 2, "negative", -1, "positive", 1);
  private static final List<String> SEVERITIES = List.of("low", "normal", "high", "critical");

  private record Rule(Classification verdict, int[] any, int[] all, int[] none,
      List<Pattern> patterns) {}

  private final Map<String, Integer> terms = new LinkedHashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, int[]> sentiments = new HashMap<>();
  private final Trie trie;

  Rules(JsonNode document) {
    for (JsonNode rule : document.get("rules")) {
      rules.add(new Rule(verdictOf(rule), numbered(rule.get("any")), numbered(rule.get("all")),
          numbered(rule.get("none")), compiled(rule.get("patterns"))));
    }
    document.get("sentiment").fields()
        .forEachRemaining(each -> sentiments.put(each.getKey(), numbered(each.getValue())));
    trie = Trie.builder().addKeywords(terms.keySet()).build();
  }

  private static Classification verdictOf(JsonNode rule) {
    String severity = rule.path("severity").asText("normal");
    return new Classification(rule.get("type").asText(), rule.get("category").asText(),
        SEVERITIES.indexOf(severity) + 1, rule.path("dimension").asText(""), 0, "",
        rule.get("id").asText());
  }

  private int[] numbered(JsonNode list) {
    if (list == null) return new int[0];
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; ++i) {
      numbers[i] = terms.computeIfAbsent(Folding.fold(list.get(i).asText()), t -> terms.size());
    }
    return numbers;
  }

  private static List<Pattern> compiled(JsonNode list) {
    List<Pattern> patterns = new ArrayList<>();
    if (list == null) return patterns;
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    list.forEach(each -> patterns.add(Pattern.compile(each.asText(), flags)));
    return patterns;
  }

  /** The first rule that matches; without one a complaint of category `other`. */
  Classification classify(String text) {
    String folded = Folding.fold(text);
    BitSet found = find(folded);
    Classification verdict = rules.stream().filter(rule -> matches(rule, found, folded))
        .findFirst().map(Rule::verdict)
        .orElse(new Classification("complaint", "other", Classification.NORMAL, "", 0, "", ""));
    return new Classification(verdict.type(), verdict.category(), verdict.severity(),
        verdict.dimension(), sentimentOf(found), Scripts.languageOf(folded), verdict.ruleId());
  }

  private BitSet find(String folded) {
    BitSet found = new BitSet(terms.size());
    for (Emit emit : trie.parseText(folded)) {
      if (standsAlone(folded, emit.getStart(), emit.getEnd() + 1)) {
        found.set(terms.get(emit.getKeyword()));
      }
    }
    return found;
  }

  /** An end of the Latin script does not touch another such character. */
  private static boolean standsAlone(String text, int begin, int end) {
    boolean grownLeft = begin > 0 && Scripts.isWordCharacter(text.charAt(begin))
        && Scripts.isWordCharacter(text.charAt(begin - 1));
    boolean grownRight = end < text.length() && Scripts.isWordCharacter(text.charAt(end - 1))
        && Scripts.isWordCharacter(text.charAt(end));
    return !grownLeft && !grownRight;
  }

  private static boolean matches(Rule rule, BitSet found, String folded) {
    if (!hasAll(rule.all, found) || hasAny(rule.none, found)) return false;
    return (rule.any.length == 0 && rule.patterns.isEmpty()) || hasAny(rule.any, found)
        || rule.patterns.stream().anyMatch(pattern -> pattern.matcher(folded).find());
  }

  private static boolean hasAny(int[] wanted, BitSet found) {
    for (int term : wanted) {
      if (found.get(term)) return true;
    }
    return false;
  }

  private static boolean hasAll(int[] wanted, BitSet found) {
    for (int term : wanted) {
      if (!found.get(term)) return false;
    }
    return true;
  }

  private int sentimentOf(BitSet found) {
    for (String name : STRONGEST_FIRST) {
      if (sentiments.containsKey(name) && hasAny(sentiments.get(name), found)) {
        return SENTIMENTS.get(name);
      }
    }
    return 0;
  }
}
