package recourse.peer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * How many were opened, joined and recorded, by branch and day: one hash a day, one pipeline a
 * batch. Without kpi's position: a batch that is delivered again may be counted again.
 */
final class Counters implements AutoCloseable {
  private final Jedis redis;

  Counters(Settings settings) {
    redis = new Jedis(settings.redisHost(), settings.redisPort());
  }

  void count(List<Disposition> decided, long now) {
    Map<String, Long> counts = new HashMap<>();
    for (Disposition each : decided) {
      counts.merge(Disposition.MEASURES[each.kind()] + "|" + each.route().branchId(), 1L,
          Long::sum);
    }
    String day = "peer:" + Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC).toLocalDate();
    try (Pipeline pipeline = redis.pipelined()) {
      counts.forEach((field, count) -> pipeline.hincrBy(day, field, count));
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
