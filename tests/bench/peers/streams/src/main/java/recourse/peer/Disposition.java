package recourse.peer;

/**
 * What became of one piece of feedback, with the fact that tells it. `version` is the ticket's after
 * this fact; later ones of the same batch raise that of the ticket.
 */
record Disposition(Heard heard, int kind, Ticket ticket, long version, Routing.Route route,
    Fact fact) {
  static final int OPENED = 1;
  static final int JOINED = 2;
  static final int RECORDED = 3;
  static final String[] MEASURES = {"", "opened", "joined", "recorded"};

  /** What is published: its id follows from the feedback, so that a second sending is the same. */
  record Fact(String key, String id, String type, byte[] bytes) {}
}
