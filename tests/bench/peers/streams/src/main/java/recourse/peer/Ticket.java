package recourse.peer;

import java.util.UUID;

/** A ticket as its row holds it. */
final class Ticket {
  static final int OPEN = 1;

  final UUID ticketId;
  final UUID customerId;
  final String number;
  final Routing.Route route;
  final String category;
  final String channel;
  final String language;
  final int severity;
  final String subject;
  final long openMs;
  long version;
  int feedbackCount;

  Ticket(UUID ticketId, UUID customerId, String number, Routing.Route route, String category,
      String channel, String language, int severity, String subject, long openMs, long version,
      int feedbackCount) {
    this.ticketId = ticketId;
    this.customerId = customerId;
    this.number = number;
    this.route = route;
    this.category = category;
    this.channel = channel;
    this.language = language;
    this.severity = severity;
    this.subject = subject;
    this.openMs = openMs;
    this.version = version;
    this.feedbackCount = feedbackCount;
  }
}
