package dev.freehold.functions.metering;

import dev.freehold.metering.alert.UsageAlert;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An alert as HTTP shows it. */
@RegisterForReflection
public record AlertView(
    UUID id,
    UUID subscriptionId,
    @Nullable UUID platformId,
    String metric,
    int thresholdPct,
    String period,
    Instant periodStart,
    long used,
    long quota,
    Instant triggeredAt,
    @Nullable Instant notifiedAt,
    boolean suppressed) {

  static AlertView of(UsageAlert alert) {
    return new AlertView(
        alert.id(),
        alert.subscriptionId(),
        alert.platformId(),
        alert.metric(),
        alert.thresholdPct(),
        alert.period(),
        alert.periodStart(),
        alert.used(),
        alert.quota(),
        alert.triggeredAt(),
        alert.notifiedAt(),
        alert.suppressed());
  }
}
