package recourse.peer;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Lets Streams empty a task's batch before it commits the offsets of that batch, as it empties its
 * own caches. Without this a crash would lose what was heard and not yet written.
 */
final class Pending implements StateStore, CachedStateStore<byte[], byte[]> {
  static final String NAME = "pending";

  private Runnable flush = () -> {};

  void onCommit(Runnable action) {
    flush = action;
  }

  @Override
  public void flushCache() {
    flush.run();
  }

  @Override
  public void clearCache() {}

  @Override
  public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean old) {
    return false;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
  }

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** No changelog: what is pending is still in the log. */
  static final class Builder implements StoreBuilder<Pending> {
    @Override
    public StoreBuilder<Pending> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<Pending> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<Pending> withLoggingEnabled(Map<String, String> config) {
      return this;
    }

    @Override
    public StoreBuilder<Pending> withLoggingDisabled() {
      return this;
    }

    @Override
    public Pending build() {
      return new Pending();
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }

    @Override
    public String name() {
      return NAME;
    }
  }
}
