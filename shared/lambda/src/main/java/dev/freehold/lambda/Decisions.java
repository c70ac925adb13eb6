package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Closing;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Writes identity's audit of decisions: refusals in a transaction of their own, grants of writes
 * with the change they allowed.
 */
@ApplicationScoped
class Decisions {

  /** A row of identity.audit_authorization. */
  @com.fasterxml.jackson.databind.annotation.JsonNaming(
      com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy.class)
  @RegisterForReflection
  record Row(
      UUID id,
      Instant createdAt,
      Instant occurredAt,
      String operation,
      @Nullable String permission,
      String result,
      @Nullable UUID userId,
      @Nullable UUID apiKeyId,
      @Nullable UUID clientId,
      @Nullable UUID actorId,
      @Nullable UUID sessionId,
      @Nullable UUID organizationId,
      String action,
      String resourceType,
      @Nullable String resourceId,
      @Nullable String reason,
      @Nullable String ipAddress,
      @Nullable String userAgent,
      @Nullable String requestId) {}

  /** Whatever a path may hold, a row stays small. */
  private static final int MAX_RESOURCE = 200;

  private final Closing closing;
  private final Transactions transactions;
  private final Clock clock;
  private final Ids ids;
  private final String granted;

  Decisions(
      Closing closing,
      Transactions transactions,
      Clock clock,
      Ids ids,
      @ConfigProperty(name = "freehold.identity.audit.granted", defaultValue = "writes")
          String granted) {
    this.closing = closing;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
    this.granted = granted;
  }

  /** True when an allowed call of the operation is to be noted. */
  boolean notes(Operation operation) {
    Http http = operation.http();
    boolean isWrite = !http.route().startsWith("GET ") && !http.readOnly();
    return granted.equals("all") || (granted.equals("writes") && isWrite);
  }

  /** In the transaction of the change. */
  void granted(Operation operation, Caller caller, Map<String, String> places) {
    if (notes(operation)) {
      closing.addDecision(
          row(Call.current(), operation, new Subject(caller, places), "granted", null, null));
    }
  }

  /** Whose decision it was, and about what. */
  record Subject(@Nullable Caller caller, Map<String, String> places) {}

  /** A refusal of 401 or 403 is a denial, anything else an error; in a transaction of its own. */
  void refused(Call call, Operation operation, Subject subject, Problems.Problem problem) {
    String result = problem.status() == 401 || problem.status() == 403 ? "denied" : "error";
    String permission = problem.body().get("permission") instanceof String named ? named : null;
    call.in(Scope.operator())
        .run(
            () ->
                transactions.requiresNew(
                    () -> {
                      closing.addDecision(
                          row(call, operation, subject, result, permission, problem.code()));
                      return result;
                    }));
  }

  /**
   * @param named the permission that was missing, where the route names none
   */
  private Row row(
      Call call,
      Operation operation,
      Subject subject,
      String result,
      @Nullable String named,
      @Nullable String reason) {
    Caller caller = subject.caller();
    String[] words = operation.name().split("-", 3);
    String resource = RouteTemplate.parse(operation.http().route()).lastOf(subject.places());
    Instant now = clock.instant();
    String permission = operation.http().permission();
    return new Row(
        ids.next(),
        now,
        now,
        operation.name(),
        permission.isEmpty() ? named : permission,
        result,
        caller == null ? null : caller.userId(),
        caller == null ? null : caller.apiKeyId(),
        caller == null ? null : caller.clientId(),
        caller == null ? null : caller.impersonatedBy(),
        caller == null ? null : caller.sessionId(),
        caller == null ? null : caller.organizationId(),
        words[1],
        words[words.length - 1],
        resource == null || resource.length() <= MAX_RESOURCE
            ? resource
            : resource.substring(0, MAX_RESOURCE),
        reason,
        call.ipAddress(),
        call.userAgent(),
        call.requestId());
  }
}
