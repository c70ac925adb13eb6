package dev.freehold.functions.identity;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import java.nio.charset.StandardCharsets;

/** Documents of callers are small. */
public final class JsonSizes {

  /** Below the table's 16 KiB, which counts PostgreSQL's spaces too. */
  private static final int MAX_BYTES = 15_000;

  private JsonSizes() {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}
   */
  public static void require(String field, Object document) {
    if (Json.write(document).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field(field, "SIZE", "has more than %d bytes".formatted(MAX_BYTES));
    }
  }
}
