package recourse.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import recourse.ingest.v1.FeedbackEventOuterClass.FeedbackEvent;

/**
 * `Replay BROKERS FROM TO COPY OFFSET...`: copies the log from these offsets on, one a partition, to
 * its end into another topic: the same bytes in the same partitions. COPY 0 keeps the ids; another number makes other feedback of other customers of them,
 * to warm up by; with -1 nothing is copied. Prints how many records that were, and where each
 * partition of FROM ended.
 */
final class Replay {
  private static final int ONLY_ENDS = -1;
  private static final Duration WAIT = Duration.ofMillis(500);

  private final String from;
  private final String to;
  private final int copy;
  private final KafkaConsumer<byte[], byte[]> source;
  private final KafkaProducer<byte[], byte[]> sink;

  private Replay(String brokers, String from, String to, int copy) {
    this.from = from;
    this.to = to;
    this.copy = copy;
    source = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    sink = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "compression.type", "lz4",
        "linger.ms", 20), new ByteArraySerializer(), new ByteArraySerializer());
  }

  public static void main(String[] arguments) throws Exception {
    String brokers = arguments[0];
    List<Long> offsets = new ArrayList<>();
    for (int i = 4; i < arguments.length; ++i) offsets.add(Long.valueOf(arguments[i]));
    Replay replay =
        new Replay(brokers, arguments[1], arguments[2], Integer.parseInt(arguments[3]));
    System.out.println(replay.run(offsets));
  }

  /** Unless it is there. */
  static void makeTopic(String brokers, String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      Set<String> there = admin.listTopics().names().get();
      if (!there.contains(name)) {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
      }
    }
  }

  private String run(List<Long> offsets) throws InvalidProtocolBufferException {
    List<TopicPartition> partitions = IntStream.range(0, offsets.size())
        .mapToObj(number -> new TopicPartition(from, number)).toList();
    source.assign(partitions);
    Map<TopicPartition, Long> ends = source.endOffsets(partitions);
    partitions.forEach(each -> source.seek(each, offsets.get(each.partition())));
    long count = 0;
    while (copy != ONLY_ENDS && partitions.stream().anyMatch(
        each -> source.position(each) < ends.get(each))) {
      for (ConsumerRecord<byte[], byte[]> record : source.poll(WAIT)) {
        sink.send(new ProducerRecord<>(to, record.partition(), record.key(),
            copy == 0 ? record.value() : another(record.value()), record.headers()));
        ++count;
      }
    }
    sink.close();
    StringBuilder told = new StringBuilder(Long.toString(count));
    partitions.forEach(each -> told.append(' ').append(ends.get(each)));
    return told.toString();
  }

  private byte[] another(byte[] value) throws InvalidProtocolBufferException {
    FeedbackEvent event = FeedbackEvent.parseFrom(value);
    return event.toBuilder().setFeedbackId(another(event.getFeedbackId()))
        .setCustomerId(another(event.getCustomerId())).build().toByteArray();
  }

  private String another(String id) {
    return id.isEmpty() ? "" : UUID.nameUUIDFromBytes((id + "/" + copy).getBytes()).toString();
  }
}
