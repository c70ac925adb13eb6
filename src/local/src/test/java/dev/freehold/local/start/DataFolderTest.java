package dev.freehold.local.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void oneHostAtATime() {
    try (DataFolder data = DataFolder.lock(folder)) {
      assertThat(data.file("x")).isEqualTo(folder.resolve("x"));
      assertThatThrownBy(() -> DataFolder.lock(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another host runs on");
    }

    DataFolder.lock(folder).close();
  }

  @Test
  void secretsAreMadeOnceAndForTheirOwnerAlone() throws Exception {
    try (DataFolder data = DataFolder.lock(folder)) {
      String first = HostSecrets.open(data).get("pepper");

      assertThat(HostSecrets.open(data).get("pepper")).isEqualTo(first).matches("[0-9a-f]{64}");
      assertThat(HostSecrets.open(data).get("data-key")).isNotEqualTo(first);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.file("secrets.properties"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theClockGoesOnWhereItWasMovedTo() {
    try (DataFolder data = DataFolder.lock(folder)) {
      MovableClock clock = MovableClock.open(data, settings(Optional.of(START)));
      assertThat(clock.instant()).isBetween(START, START.plusSeconds(10));

      clock.moveTo(START.plus(Duration.ofDays(31)));

      assertThat(MovableClock.open(data, settings(Optional.of(START))).instant())
          .isBetween(START.plus(Duration.ofDays(31)), START.plus(Duration.ofDays(32)));
    }
  }

  private HostSettings settings(Optional<Instant> clock) {
    return new HostSettings(0, folder, true, clock, 1, 0, 0, Optional.empty());
  }
}
