package dev.freehold.metering.collection;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Command {@code metering-collect-platform}: fill these platforms' day from what was measured.
 *
 * @param platformIds at most 10
 */
@RegisterForReflection
public record PlatformBatch(List<UUID> platformIds, LocalDate date) {

  static final String COMMAND = "metering-collect-platform";

  static final int MOST = 10;
}
