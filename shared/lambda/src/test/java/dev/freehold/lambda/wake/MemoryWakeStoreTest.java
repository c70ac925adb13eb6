package dev.freehold.lambda.wake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryWakeStoreTest extends WakeStoreContract {

  private final MemoryWakeStore store = new MemoryWakeStore();

  @Override
  WakeStore instance() {
    return store;
  }

  @Test
  void whatIsSettledIsNotWaitedFor() {
    store.hold(minute(2), minute(5));

    store.settled(minute(1));

    assertThat(store.read("test-sweep").awakeUntil()).isEqualTo(minute(1));
  }

  @Test
  void forgetsEverything() {
    store.hold(minute(2), minute(5));
    store.begin("test-sweep");
    store.end("test-other", new Look(minute(1), null));

    store.forget();

    assertThat(store.read("test-other")).isEqualTo(WakeState.unknown());
  }
}
