package recourse.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The flow as one program. Standard input says `start` and `stop`, as often as wanted, so that one
 * JVM stays warm; standard output says how many records were written, a number a line.
 */
final class Flow {
  private static final long TELL_MS = 100;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(30);

  private final Settings settings = Settings.fromEnvironment();
  private final Policies policies = Policies.of(settings);
  private final AtomicLong handled = new AtomicLong();
  private KafkaStreams streams;

  private Flow() throws IOException {}

  public static void main(String[] arguments) throws Exception {
    Flow flow = new Flow();
    for (String topic : new String[] {flow.settings.input(), flow.settings.output()}) {
      Replay.makeTopic(flow.settings.brokers(), topic, TicketProcessor.PARTITIONS);
    }
    Thread teller = new Thread(flow::tell);
    teller.setDaemon(true);
    teller.start();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("start")) flow.start();
      if (line.equals("stop")) flow.stop();
    }
    flow.stop();
  }

  private void start() {
    streams = new KafkaStreams(topology(), settings.streams());
    streams.setUncaughtExceptionHandler(error -> {
      error.printStackTrace();
      Runtime.getRuntime().halt(1);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    streams.start();
  }

  private void stop() {
    if (streams != null) streams.close(CLOSE_MAX);
    streams = null;
    System.out.println("stopped");
  }

  private Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(new Pending.Builder());
    builder.stream(settings.input(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(() -> new TicketProcessor(settings, policies, handled), Pending.NAME)
        .to(settings.output(), Produced.with(Serdes.String(), Serdes.ByteArray()));
    return builder.build();
  }

  private void tell() {
    long told = -1;
    while (true) {
      long now = handled.get();
      if (now != told) System.out.println(now);
      told = now;
      try {
        Thread.sleep(TELL_MS);
      } catch (InterruptedException end) {
        return;
      }
    }
  }
}
