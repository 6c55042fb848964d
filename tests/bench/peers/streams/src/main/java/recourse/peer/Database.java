package recourse.peer;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/** One connection of one task: a batch is one transaction. The statements stay prepared. */
final class Database implements AutoCloseable {
  private static final String KNOWN = """
      SELECT f.feedback_id, f.ticket_id, h.type, h.fact
        FROM feedback f LEFT JOIN history h USING (ticket_id, version)
       WHERE f.feedback_id = ANY (?)""";
  private static final String OPEN = """
      SELECT ticket_id, customer_id, number, branch_id, region_id, routing_rule, category, channel,
             language, severity, subject, open_time, version, feedback_count
        FROM ticket WHERE customer_id = ANY (?) AND state NOT IN (3, 4)""";
  private static final String TICKET = """
      INSERT INTO ticket (ticket_id, customer_id, version, number, branch_id, region_id, category,
        channel, language, severity, state, agent_id, subject, open_time, feedback_count,
        routing_rule, due_time)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String JOIN =
      "UPDATE ticket SET version = ?, feedback_count = ? WHERE ticket_id = ?";
  private static final String CLOCK = """
      INSERT INTO clock (ticket_id, kind, cycle, state, start_time, warn_time, due_time, target_ms)
      VALUES (?, ?, 1, 1, ?, ?, ?, ?)""";
  private static final String TIMER =
      "INSERT INTO timer (ticket_id, kind, cycle, due_time) VALUES (?, ?, 1, ?)";
  private static final String HISTORY = """
      INSERT INTO history (ticket_id, version, type, fact, recorded_time)
      VALUES (?, ?, ?, ?, ?)""";
  private static final String FEEDBACK = """
      INSERT INTO feedback (feedback_id, kind, ticket_id, version, branch_id, type, category, severity,
        dimension, sentiment, language, rule_id, recorded_time)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final int[] KINDS = {Standard.FIRST_RESPONSE, Standard.RESOLUTION};

  private final Connection connection;
  private final Standard standard;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Database(Settings settings, Standard standard) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.postgresUser());
    properties.setProperty("password", settings.postgresPassword());
    // The driver's own advice for many rows: one INSERT of many VALUES, prepared at first use.
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("prepareThreshold", "1");
    connection = DriverManager.getConnection(settings.postgresUrl(), properties);
    connection.setAutoCommit(false);
    this.standard = standard;
  }

  /** A row of feedback that was recorded without a ticket has no fact here. */
  record Known(String ticketId, String type, byte[] fact) {}

  /** What a former delivery of the same records has already written: they are only told again. */
  Map<UUID, Known> known(List<Heard> batch) throws SQLException {
    Map<UUID, Known> known = new HashMap<>();
    try (ResultSet rows = ask(KNOWN, batch.stream().map(Heard::feedbackId).toArray())) {
      while (rows.next()) {
        known.put(rows.getObject(1, UUID.class),
            new Known(rows.getString(2), rows.getString(3), rows.getBytes(4)));
      }
    }
    return known;
  }

  Map<UUID, List<Ticket>> openTickets(List<Heard> batch) throws SQLException {
    Map<UUID, List<Ticket>> open = new HashMap<>();
    try (ResultSet rows = ask(OPEN, batch.stream().map(Heard::fileId).distinct().toArray())) {
      while (rows.next()) {
        Ticket ticket = ticketOf(rows);
        open.computeIfAbsent(ticket.customerId, id -> new ArrayList<>()).add(ticket);
      }
    }
    return open;
  }

  void write(List<Disposition> decided, long now) throws SQLException {
    Timestamp time = new Timestamp(now);
    Map<UUID, Ticket> opened = new HashMap<>();
    Map<UUID, Ticket> joined = new HashMap<>();
    for (Disposition each : decided) {
      if (each.kind() == Disposition.OPENED) opened.put(each.ticket().ticketId, each.ticket());
      addHistory(each, time);
      addFeedback(each, time);
    }
    for (Disposition each : decided) {
      boolean older = each.ticket() != null && !opened.containsKey(each.ticket().ticketId);
      if (older) joined.put(each.ticket().ticketId, each.ticket());
    }
    for (Ticket each : opened.values()) addTicket(each);
    for (Ticket each : joined.values()) {
      add(JOIN, each.version, each.feedbackCount, each.ticketId);
    }
    for (String statement : List.of(TICKET, JOIN, CLOCK, TIMER, HISTORY, FEEDBACK)) {
      statement(statement).executeBatch();
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  private void addTicket(Ticket each) throws SQLException {
    add(TICKET, each.ticketId, each.customerId, each.version, each.number, each.route.branchId(),
        each.route.regionId(), each.category, each.channel, each.language, each.severity,
        Ticket.OPEN, "", each.subject, new Timestamp(each.openMs), each.feedbackCount,
        each.route.why(), after(each, standard.responseMs()));
    for (int kind : KINDS) {
      long target = standard.targetOf(kind);
      Timestamp warn = after(each, standard.warnAfter(kind));
      add(CLOCK, each.ticketId, kind, new Timestamp(each.openMs), warn, after(each, target),
          target);
      add(TIMER, each.ticketId, kind, warn);
    }
  }

  private static Timestamp after(Ticket ticket, long milliseconds) {
    return new Timestamp(ticket.openMs + milliseconds);
  }

  private void addHistory(Disposition each, Timestamp time) throws SQLException {
    if (each.ticket() == null) return;
    add(HISTORY, each.ticket().ticketId, each.version(), each.fact().type(), each.fact().bytes(),
        time);
  }

  private void addFeedback(Disposition each, Timestamp time) throws SQLException {
    Classification made = each.heard().classification();
    UUID ticketId = each.ticket() == null ? null : each.ticket().ticketId;
    add(FEEDBACK, each.heard().feedbackId(), each.kind(), ticketId, each.version(),
        each.route().branchId(), made.type(), made.category(), made.severity(), made.dimension(), made.sentiment(),
        made.language(), made.ruleId(), time);
  }

  private static Ticket ticketOf(ResultSet row) throws SQLException {
    Routing.Route route =
        new Routing.Route(row.getString(4), row.getString(5), row.getString(6));
    return new Ticket(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
        route, row.getString(7), row.getString(8), row.getString(9), row.getInt(10),
        row.getString(11), row.getTimestamp(12).getTime(), row.getLong(13), row.getInt(14));
  }

  private ResultSet ask(String text, Object[] ids) throws SQLException {
    PreparedStatement statement = statement(text);
    Array array = connection.createArrayOf("uuid", ids);
    statement.setArray(1, array);
    return statement.executeQuery();
  }

  private void add(String text, Object... values) throws SQLException {
    PreparedStatement statement = statement(text);
    for (int i = 0; i < values.length; ++i) {
      if (values[i] == null) {
        statement.setNull(i + 1, Types.OTHER);
      } else if (values[i] instanceof Timestamp time) {
        statement.setTimestamp(i + 1, time);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
    statement.addBatch();
  }

  private PreparedStatement statement(String text) throws SQLException {
    PreparedStatement found = prepared.get(text);
    if (found == null) {
      found = connection.prepareStatement(text);
      prepared.put(text, found);
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
