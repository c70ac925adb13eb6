package dev.freehold.metering.snapshot;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One platform's day, shared out. The platform's amounts are the sum of all parts; the entities'
 * amounts are the sums of theirs.
 *
 * @param entities by id; those without a part that day are zero
 */
public record PlatformDay(Share platform, Map<UUID, Share> entities) {

  /** Amounts, and whether the provider sampled any of them. */
  public record Share(UsageAmounts amounts, boolean estimated) {

    private static final Share NONE = new Share(UsageAmounts.none(), false);

    private Share plus(Part part) {
      SnapshotMetric metric = part.metric();
      return metric == null
          ? this
          : new Share(amounts.plus(metric, part.quantity()), estimated || part.estimated());
    }
  }

  /**
   * What one resource did.
   *
   * @param entityId its owner; null = it belongs to no entity
   * @param metric null = billed to nobody
   */
  public record Part(
      @Nullable UUID entityId, @Nullable SnapshotMetric metric, long quantity, boolean estimated) {}

  /**
   * @throws ArithmeticException when a sum exceeds 64 bits
   */
  public static PlatformDay of(List<Part> parts) {
    Share platform = Share.NONE;
    var entities = new TreeMap<UUID, Share>(Comparator.comparing(UUID::toString));
    for (Part part : parts) {
      platform = platform.plus(part);
      UUID entity = part.entityId();
      if (entity != null) {
        entities.put(entity, entities.getOrDefault(entity, Share.NONE).plus(part));
      }
    }
    return new PlatformDay(platform, entities);
  }
}
