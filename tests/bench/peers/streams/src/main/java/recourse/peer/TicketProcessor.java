package recourse.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import recourse.ingest.v1.FeedbackEventOuterClass.FeedbackEvent;

/**
 * Classifies each record at once and gathers them: a full batch, or Streams' commit, writes all that
 * is pending in one transaction and then says its facts.
 */
final class TicketProcessor implements Processor<byte[], byte[], String, byte[]> {
  static final int PARTITIONS = 8;

  private final Settings settings;
  private final Policies policies;
  private final AtomicLong handled;
  private final List<Heard> pending = new ArrayList<>();
  private InternalProcessorContext<String, byte[]> context;
  private ProcessorNode<?, ?, ?, ?> node;
  private Database database;
  private Counters counters;

  TicketProcessor(Settings settings, Policies policies, AtomicLong handled) {
    this.settings = settings;
    this.policies = policies;
    this.handled = handled;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> given) {
    context = (InternalProcessorContext<String, byte[]>) given;
    node = context.currentNode();
    Pending store = given.getStateStore(Pending.NAME);
    store.onCommit(this::flush);
    try {
      database = new Database(settings, policies.standard());
    } catch (SQLException error) {
      throw new StreamsException("connecting to PostgreSQL", error);
    }
    counters = new Counters(settings);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context.recordMetadata().orElseThrow();
    long ordinal = place.offset() * PARTITIONS + place.partition();
    try {
      FeedbackEvent event = FeedbackEvent.parseFrom(record.value());
      pending.add(Heard.of(event, policies.rules().classify(event.getReceived().getText()),
          ordinal));
    } catch (InvalidProtocolBufferException error) {
      throw new StreamsException("a record is no FeedbackEvent", error);
    }
    if (pending.size() >= settings.batch()) flush();
  }

  private void flush() {
    if (pending.isEmpty()) return;
    List<Heard> batch = List.copyOf(pending);
    pending.clear();
    try {
      say(written(batch));
    } catch (SQLException error) {
      throw new StreamsException("writing tickets", error);
    }
    handled.addAndGet(batch.size());
  }

  private List<Disposition.Fact> written(List<Heard> batch) throws SQLException {
    long now = System.currentTimeMillis();
    Map<UUID, Database.Known> known = database.known(batch);
    List<Heard> fresh =
        batch.stream().filter(each -> !known.containsKey(each.feedbackId())).toList();
    List<Disposition> decided =
        policies.decider().decide(fresh, database.openTickets(fresh), now);
    database.write(decided, now);
    database.commit();
    counters.count(decided, now);
    List<Disposition.Fact> facts = new ArrayList<>(batch.size());
    for (Heard each : batch) {
      if (known.containsKey(each.feedbackId())) {
        facts.add(policies.decider().again(each, known.get(each.feedbackId()), now));
      }
    }
    decided.forEach(each -> facts.add(each.fact()));
    return facts;
  }

  /** As Streams' own caches do when they are emptied: outside of a record no node is current. */
  private void say(List<Disposition.Fact> facts) {
    ProcessorNode<?, ?, ?, ?> before = context.currentNode();
    context.setCurrentNode(node);
    long now = System.currentTimeMillis();
    for (Disposition.Fact fact : facts) {
      context.forward(new Record<>(fact.key(), fact.bytes(), now, headersOf(fact)));
    }
    context.setCurrentNode(before);
  }

  private static Headers headersOf(Disposition.Fact fact) {
    Headers headers = new RecordHeaders();
    headers.add("ce_id", fact.id().getBytes(StandardCharsets.UTF_8));
    headers.add("ce_type", fact.type().getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  @Override
  public void close() {
    try {
      database.close();
      counters.close();
    } catch (SQLException error) {
      throw new StreamsException("closing the connection", error);
    }
  }
}
