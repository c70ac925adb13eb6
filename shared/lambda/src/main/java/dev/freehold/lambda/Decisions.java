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
      @Nullable String reason,
      @Nullable String ipAddress,
      @Nullable String userAgent,
      @Nullable String requestId) {}

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

  void granted(Operation operation, Caller caller) {
    boolean isWrite = !operation.http().route().startsWith("GET ");
    if (granted.equals("all") || (granted.equals("writes") && isWrite)) {
      closing.addDecision(row(Call.current(), operation, caller, "granted", null));
    }
  }

  void refused(Call call, Operation operation, @Nullable Caller caller, String code) {
    call.in(Scope.operator())
        .run(
            () ->
                transactions.requiresNew(
                    () -> {
                      closing.addDecision(row(call, operation, caller, "denied", code));
                      return code;
                    }));
  }

  private Row row(
      Call call,
      Operation operation,
      @Nullable Caller caller,
      String result,
      @Nullable String reason) {
    Instant now = clock.instant();
    String permission = operation.http().permission();
    return new Row(
        ids.next(),
        now,
        now,
        operation.name(),
        permission.isEmpty() ? null : permission,
        result,
        caller == null ? null : caller.userId(),
        caller == null ? null : caller.apiKeyId(),
        caller == null ? null : caller.clientId(),
        caller == null ? null : caller.impersonatedBy(),
        caller == null ? null : caller.sessionId(),
        caller == null ? null : caller.organizationId(),
        reason,
        call.ipAddress(),
        call.userAgent(),
        call.requestId());
  }
}
