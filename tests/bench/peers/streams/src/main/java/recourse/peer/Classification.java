package recourse.peer;

/** What the rules make of one text. */
record Classification(
    String type, String category, int severity, String dimension, int sentiment, String language,
    String ruleId) {

  static final int NORMAL = 2;

  /** Praise and noise ask for no work. */
  boolean asksForWork() {
    return !type.equals("praise") && !type.equals("noise");
  }
}
