package dev.freehold.functions.metering;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.HttpCall;
import dev.freehold.metering.subject.SubjectWords;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** A subject named by the query. */
final class SubjectQuery {

  /** Kinds of plans an organization itself has. */
  enum PlanKind {
    ORGANIZATION,
    POOL
  }

  private SubjectQuery() {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED} unless exactly one is named; the
   *     organization counts only where nothing narrower is
   */
  static SubjectWords of(HttpCall call) {
    UUID userId = call.queryId("userId");
    var kind =
        Objects.requireNonNullElse(
            call.queryEnum("planKind", PlanKind.class), PlanKind.ORGANIZATION);
    var words =
        new SubjectWords(
            call.queryId("subscriptionId"),
            call.queryId("platformId"),
            call.queryId("agentId"),
            call.queryId("organizationId"),
            call.query("appKey"),
            kind.name().toLowerCase(Locale.ROOT),
            userId == null ? call.caller().userId() : userId);
    if (words.named() > 1) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("name one subject")
          .field("platformId", "DUPLICATE", "stands beside another subject");
    }
    if (words.named() == 0 && words.organizationId() == null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("name a subject")
          .field(
              "platformId", "REQUIRED", "or subscriptionId, agentId or organizationId is required");
    }
    return words;
  }
}
