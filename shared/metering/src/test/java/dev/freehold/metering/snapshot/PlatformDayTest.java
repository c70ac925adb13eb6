package dev.freehold.metering.snapshot;

import static dev.freehold.metering.snapshot.SnapshotMetric.KV_READS;
import static dev.freehold.metering.snapshot.SnapshotMetric.WORKER_INVOCATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.metering.snapshot.PlatformDay.Part;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlatformDayTest {

  private final UUID a = UUID.randomUUID();
  private final UUID b = UUID.randomUUID();

  private static PlatformDay.Share share(PlatformDay day, UUID entity) {
    return Objects.requireNonNull(day.entities().get(entity));
  }

  @Test
  void sumOfPartsIsThePlatformAndEntitiesHoldTheirOwn() {
    var day =
        PlatformDay.of(
            List.of(
                new Part(a, WORKER_INVOCATIONS, 3, false),
                new Part(b, WORKER_INVOCATIONS, 4, true),
                new Part(null, WORKER_INVOCATIONS, 5, false),
                new Part(a, KV_READS, 7, false),
                new Part(b, null, 99, true)));

    assertThat(day.platform().amounts().of(WORKER_INVOCATIONS)).isEqualTo(12);
    assertThat(day.platform().estimated()).isTrue();
    assertThat(share(day, a).amounts().bySlug())
        .containsEntry("worker_invocations", 3L)
        .containsEntry("kv_reads", 7L)
        .containsEntry("d1_read_rows", 0L)
        .hasSize(9);
    assertThat(share(day, a).estimated()).isFalse();
    assertThat(share(day, b).amounts().of(WORKER_INVOCATIONS)).isEqualTo(4);
  }

  @Test
  void entityWithoutAPartIsZero() {
    var day = PlatformDay.of(List.of(new Part(a, null, 0, false)));

    assertThat(share(day, a).amounts()).isEqualTo(UsageAmounts.none());
  }

  @Test
  void sumBeyond64BitsIsRefused() {
    assertThatThrownBy(
            () ->
                PlatformDay.of(
                    List.of(
                        new Part(a, KV_READS, Long.MAX_VALUE, false),
                        new Part(b, KV_READS, 1, false))))
        .isInstanceOf(ArithmeticException.class);
  }
}
