package recourse.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The wiring, from PEER_* of the environment; and every setting that is not a default. */
record Settings(String brokers, String postgresUrl, String postgresUser, String postgresPassword,
    String redisHost, int redisPort, Path documents, String input, String output, int threads,
    int commitMs, int batch) {

  static Settings fromEnvironment() {
    String[] redis = need("REDIS_ADDR").split(":");
    return new Settings(need("KAFKA_BROKERS"), need("POSTGRES_URL"), need("POSTGRES_USER"),
        need("POSTGRES_PASSWORD"), redis[0], Integer.parseInt(redis[1]),
        Path.of(need("DOCUMENTS")), need("INPUT"), need("OUTPUT"),
        Integer.parseInt(need("THREADS")), Integer.parseInt(need("COMMIT_MS")),
        Integer.parseInt(need("BATCH")));
  }

  private static String need(String name) {
    String value = System.getenv("PEER_" + name);
    if (value == null) throw new IllegalStateException("the variable PEER_" + name + " is absent");
    return value;
  }

  /** The document of a policy file: deploy/local/sample/policy. */
  JsonNode policy(String file) throws IOException {
    return read("policy/" + file).get("document");
  }

  JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(documents.resolve(file).toFile());
  }

  /**
   * As the guides of Kafka Streams and of its producer say for throughput; the rest are defaults.
   * At least once: effects outside of Kafka are made idempotent by their keys, which the guide asks
   * for with either guarantee, and transactions would only add to the price.
   */
  Properties streams() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "peer");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMs);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, System.getProperty("java.io.tmpdir"));
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    properties.put(StreamsConfig.consumerPrefix("max.poll.records"), 2_000);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 131_072);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
    return properties;
  }
}
