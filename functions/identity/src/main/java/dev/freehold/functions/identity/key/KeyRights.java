package dev.freehold.functions.identity.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Demands;
import dev.freehold.functions.identity.JsonSizes;
import dev.freehold.identity.key.ApiKey;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Caller;
import org.jspecify.annotations.Nullable;

/** Who may do what to which key, and what a request about one must make sense of. */
final class KeyRights {

  private KeyRights() {}

  static void requireToEnd(Caller caller, ApiKey key) {
    Demands.permission(caller, key.isOwnOf(caller.userId()) ? "keys:create" : "keys:manage");
  }

  static void requireToChange(Caller caller, ApiKey key) {
    requireToEnd(caller, key);
    if (key.crossOrganization()) {
      requireCrossOrganization(caller);
    }
  }

  /** Keys of all organizations are the superadmins'. */
  static void requireCrossOrganization(Caller caller) {
    Demands.permission(caller, "operators:manage");
    if (!caller.hasSecondFactor()) {
      throw KernelRefusal.TWO_FACTOR_REQUIRED.because("operators sign in with a second factor");
    }
  }

  static void requireObject(@Nullable JsonNode metadata) {
    if (metadata != null && !metadata.isNull()) {
      if (!metadata.isObject()) {
        throw fault("metadata", "PATTERN", "is not an object");
      }
      JsonSizes.require("metadata", metadata);
    }
  }

  static RuntimeException fault(String field, String code, String message) {
    return KernelRefusal.VALIDATION_FAILED
        .because("the request has a fault")
        .field(field, code, message);
  }
}
