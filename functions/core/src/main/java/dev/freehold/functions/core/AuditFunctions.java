package dev.freehold.functions.core;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.audit.AuditLog;
import dev.freehold.kernel.audit.AuditRecord;
import dev.freehold.kernel.audit.AuditVerification;
import dev.freehold.kernel.audit.AuditVerifier;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The change audit: read, and proven whole. */
public class AuditFunctions {

  /**
   * @param organizationId null = the acting one; for operators their own chain
   * @param fromSeq null = 1
   * @param toSeq null = the head
   */
  @RegisterForReflection
  public record Verify(
      @Nullable UUID organizationId,
      @Nullable @Min(1) Long fromSeq,
      @Nullable @Min(1) Long toSeq) {}

  private final HttpEdge edge;
  private final AuditLog log;
  private final AuditVerifier verifier;

  AuditFunctions(HttpEdge edge, AuditLog log, AuditVerifier verifier) {
    this.edge = edge;
    this.log = log;
    this.verifier = verifier;
  }

  @Funq("core-list-audit-entries")
  @Http(
      route = "GET /v1/audit",
      permission = "audit:read",
      answer = AuditRecord.class,
      list = true,
      query = {"platformId?", "actorId?", "action?", "entityType?", "entityId?", "from?", "to?"},
      summary = "Changes, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new AuditLog.Filter(
                  call.queryId("platformId"),
                  call.query("actorId"),
                  call.query("action"),
                  call.query("entityType"),
                  call.query("entityId"),
                  call.queryInstant("from"),
                  call.queryInstant("to"));
          var rows = log.list(organization(call), filter, call.pageRequest());
          return Answer.ok(call.pageByTime(rows, AuditRecord::createdAt, AuditRecord::id));
        });
  }

  @Funq("core-get-audit-entry")
  @Http(
      route = "GET /v1/audit/{auditId}",
      permission = "audit:read",
      answer = AuditRecord.class,
      summary = "One change.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(log.get(organization(call), call.pathId("auditId"))));
  }

  @Funq("core-verify-audit-chain")
  @Http(
      route = "POST /v1/audit/verify",
      permission = "audit:read",
      body = Verify.class,
      answer = AuditVerification.class,
      idempotent = false,
      readOnly = true,
      timeoutSec = 29,
      summary = "Recomputes the chain and holds it against its head and its anchors.")
  public APIGatewayV2HTTPResponse verify(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, Verify body) -> {
          UUID organization = organization(call);
          return Answer.ok(
              verifier.verify(
                  organization == null ? AuditEntry.OPERATORS : organization,
                  body.fromSeq() == null ? 1 : body.fromSeq(),
                  body.toSeq()));
        });
  }

  /** Null for an operator who reads all. */
  private static @Nullable UUID organization(HttpCall call) {
    return call.isOperatorScope() ? null : call.organizationId();
  }
}
