package dev.freehold.metering.snapshot;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a platform's days.
 *
 * @param all the platform's row and every entity's
 * @param entityId this entity's alone; null and not all = the platform's row alone
 */
public record EntityChoice(boolean all, @Nullable UUID entityId) {

  public static EntityChoice platform() {
    return new EntityChoice(false, null);
  }
}
