package dev.freehold.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the authentication audit, in the transaction of what happened. */
@ApplicationScoped
public class AuthenticationLog {

  /** Takes {@link #rows}. */
  public static final String INSERT =
      """
      INSERT INTO identity.audit_authentication
      SELECT * FROM jsonb_populate_recordset(NULL::identity.audit_authentication, ?::jsonb)""";

  private static final int MAX_AGENT = 512;

  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  AuthenticationLog(Sql sql, Ids ids, Clock clock) {
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /** In one statement. */
  public void add(AuthenticationEvent... events) {
    sql.update(INSERT, rows(events));
  }

  /** The rows of {@link #INSERT}, for a statement that writes them with what happened. */
  public String rows(AuthenticationEvent... events) {
    Instant now = clock.instant();
    ArrayNode rows = Json.mapper().createArrayNode();
    for (AuthenticationEvent event : events) {
      rows.add(row(event, now));
    }
    return rows.toString();
  }

  private ObjectNode row(AuthenticationEvent event, Instant now) {
    Call call = Call.current();
    byte[] subject = event.subjectHash();
    ObjectNode row = Json.mapper().createObjectNode();
    row.put("id", ids.next().toString());
    row.put("occurred_at", now.toString());
    row.put("event_type", event.type());
    row.put("result", event.success() ? "success" : "failure");
    row.put("user_id", text(event.userId()));
    row.put("organization_id", text(event.organizationId()));
    row.put("actor_id", text(actor(call.actor(), event.userId())));
    row.put("session_id", text(event.sessionId()));
    row.put("subject_hash", subject == null ? null : "\\x" + HexFormat.of().formatHex(subject));
    row.put("method", event.method());
    row.put("failure_reason", event.failureReason());
    row.put("ip_address", call.ipAddress());
    row.put("user_agent", agent(call.userAgent()));
    row.put("request_id", call.requestId());
    row.set("details", Json.tree(event.details()));
    row.put("created_at", now.toString());
    return row;
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  /** Who did it on behalf of the person, or to them; null = they themselves. */
  private static @Nullable UUID actor(Actor actor, @Nullable UUID userId) {
    if (actor.impersonatorId() != null || actor.type() != Actor.Type.OPERATOR) {
      return actor.impersonatorId();
    }
    UUID operator = UUID.fromString(actor.id());
    return operator.equals(userId) ? null : operator;
  }

  /** At most what the column takes. */
  public static @Nullable String agent(@Nullable String userAgent) {
    return userAgent == null || userAgent.length() <= MAX_AGENT
        ? userAgent
        : userAgent.substring(0, MAX_AGENT);
  }
}
