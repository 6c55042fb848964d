package recourse.peer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The targets of the first standard. Business hours are left out, in this flow's favour: the shipped
 * calendar is always open, so that a due time is an addition.
 */
record Standard(long responseMs, long resolutionMs, int warnPercent) {
  static final int FIRST_RESPONSE = 1;
  static final int RESOLUTION = 3;

  static Standard of(JsonNode document) {
    JsonNode standard = document.get("standards").get(0);
    JsonNode clocks = standard.get("clocks");
    return new Standard(clocks.get("first_response").get("target_ms").asLong(),
        clocks.get("resolution").get("target_ms").asLong(),
        standard.get("warn_share_percent").get(0).asInt());
  }

  long targetOf(int kind) {
    return kind == FIRST_RESPONSE ? responseMs : resolutionMs;
  }

  long warnAfter(int kind) {
    return targetOf(kind) * warnPercent / 100;
  }
}
