package recourse.peer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Open, join or record: by the customer's open tickets, in the order of the log. */
final class Decider {
  private static final int SUBJECT_BYTES_MAX = 160;

  private final Routing routing;
  private final Facts facts;

  Decider(Routing routing, Facts facts) {
    this.routing = routing;
    this.facts = facts;
  }

  /** `open`: the open tickets of these customers; those that are opened here come into it. */
  List<Disposition> decide(List<Heard> batch, Map<UUID, List<Ticket>> open, long now) {
    List<Disposition> decided = new ArrayList<>(batch.size());
    for (Heard heard : batch) decided.add(decide(heard, open, now));
    return decided;
  }

  /** The fact of what was written before, told once more under the same id. */
  Disposition.Fact again(Heard heard, Database.Known known, long now) {
    if (known.ticketId() != null) {
      return Facts.again(heard, known.ticketId(), known.type(), known.fact());
    }
    String place = heard.event().getReceived().getPlace();
    return facts.recorded(heard, routing.routeOf(heard.classification().category(), place), now);
  }

  private Disposition decide(Heard heard, Map<UUID, List<Ticket>> open, long now) {
    Classification made = heard.classification();
    Routing.Route route = routing.routeOf(made.category(), heard.event().getReceived().getPlace());
    if (!made.asksForWork()) {
      return new Disposition(heard, Disposition.RECORDED, null, 0, route,
          facts.recorded(heard, route, now));
    }
    List<Ticket> tickets = open.computeIfAbsent(heard.fileId(), id -> new ArrayList<>());
    Ticket same = sameMatter(tickets, made.category());
    if (same == null) {
      Ticket ticket = ticketOf(heard, route, now);
      tickets.add(ticket);
      return new Disposition(heard, Disposition.OPENED, ticket, 1, route,
          facts.opened(heard, ticket, now));
    }
    ++same.version;
    ++same.feedbackCount;
    return new Disposition(heard, Disposition.JOINED, same, same.version, same.route,
        facts.joined(heard, same, now));
  }

  private static Ticket sameMatter(List<Ticket> tickets, String category) {
    Ticket oldest = null;
    for (Ticket each : tickets) {
      boolean fits = each.category.equals(category);
      if (fits && (oldest == null || each.openMs < oldest.openMs)) oldest = each;
    }
    return oldest;
  }

  private static Ticket ticketOf(Heard heard, Routing.Route route, long now) {
    Classification made = heard.classification();
    int year = Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC).getYear() % 100;
    return new Ticket(heard.feedbackId(), heard.fileId(),
        String.format("%02d-%06d", year, heard.ordinal()), route, made.category(),
        heard.event().getReceived().getChannel(), made.language(), made.severity(),
        subjectOf(heard.event().getReceived().getText()), now, 1, 1);
  }

  /** The first line, cut between characters. */
  private static String subjectOf(String text) {
    String line = text.lines().findFirst().orElse("");
    int bytes = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > SUBJECT_BYTES_MAX) return line.substring(0, i);
      i += Character.charCount(c);
    }
    return line;
  }
}
