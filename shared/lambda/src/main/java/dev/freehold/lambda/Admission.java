package dev.freehold.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Permissions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Credential, acting organization, and whether they may: steps 5 to 7 of the edge. */
@ApplicationScoped
class Admission {

  static final String SESSION_COOKIE = "freehold_session";

  record Admitted(Caller caller, boolean operatorScope) {}

  /** Carries who was refused to the audit; the answer is the cause. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Caller caller;

    Refused(Caller caller, RuntimeException cause) {
      super(cause.getMessage(), cause, false, false);
      this.caller = caller;
    }
  }

  private final HttpConfig config;
  private final Callers callers;
  private final Decision decision;

  Admission(HttpConfig config, Callers callers, Decision decision) {
    this.config = config;
    this.callers = callers;
    this.decision = decision;
  }

  static @Nullable Caller callerOf(RuntimeException failure) {
    return failure instanceof Refused refused ? refused.caller : null;
  }

  Admitted admit(Request request, Http http, Map<String, String> places, byte[] body) {
    String token = credential(request);
    UUID asked = organization(request, places, body);
    Caller caller = callers.find(token, asked);
    try {
      decision.judge(caller, http);
    } catch (RuntimeException refusal) {
      throw new Refused(caller, refusal);
    }
    boolean operatorScope =
        asked == null
            && caller.isOperator()
            && http.access() == Access.PERMISSION
            && (Permissions.isOperatorOnly(http.permission())
                || "operator".equals(caller.organizationKind()));
    return new Admitted(caller, operatorScope);
  }

  boolean hasCredential(Request request) {
    return request.header("authorization") != null || request.cookie(SESSION_COOKIE) != null;
  }

  /**
   * Who calls a public operation, where one of its uses is of their own account.
   *
   * @throws dev.freehold.kernel.Refusal as an operation that needs a fresh session
   */
  Caller freshSession(Request request) {
    Caller caller = callers.find(credential(request), null);
    try {
      decision.judgeFreshSession(caller);
    } catch (RuntimeException refusal) {
      throw new Refused(caller, refusal);
    }
    return caller;
  }

  private String credential(Request request) {
    String authorization = request.header("authorization");
    if (authorization != null) {
      if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
        throw unauthenticated("send Authorization: Bearer");
      }
      return wellFormed(authorization.substring(7).strip());
    }
    String cookie = request.cookie(SESSION_COOKIE);
    if (cookie == null) {
      throw unauthenticated("no credential was sent");
    }
    String token = wellFormed(cookie);
    boolean isUnsafe = !request.method().equals("GET") && !request.method().equals("HEAD");
    String origin = request.header("origin");
    if (isUnsafe && (origin == null || !config.isOurs(origin))) {
      throw KernelRefusal.ORIGIN_REFUSED.because("a change by cookie needs an Origin of ours");
    }
    return token;
  }

  private String wellFormed(String token) {
    if (!callers.isWellFormed(token)) {
      throw unauthenticated("the credential is not valid");
    }
    return token;
  }

  private static RuntimeException unauthenticated(String detail) {
    return KernelRefusal.UNAUTHENTICATED.because(detail);
  }

  /** The path's, else the query's or the body's, else the header's; null = the caller's own. */
  private static @Nullable UUID organization(
      Request request, Map<String, String> places, byte[] body) {
    String path = places.get("organizationId");
    if (path != null) {
      UUID id = idOrNull(path);
      if (id == null) {
        throw KernelRefusal.notFound("organization");
      }
      return id;
    }
    UUID found = idOrNull(request.query(new ArrayList<>(), Set.of()).get("organizationId"));
    if (found == null) {
      found = inBody(body);
    }
    if (found != null) {
      return found;
    }
    String header = request.header("x-organization-id");
    if (header == null) {
      return null;
    }
    UUID id = idOrNull(header);
    if (id == null) {
      throw KernelRefusal.notFound("organization");
    }
    return id;
  }

  /** A look that refuses nothing: what is wrong with the body is said where it is decoded. */
  private static @Nullable UUID inBody(byte[] body) {
    if (body.length == 0 || body[0] != '{') {
      return null;
    }
    try {
      JsonNode tree = Json.tree(new String(body, StandardCharsets.UTF_8));
      UUID top = idOrNull(tree.path("organizationId").textValue());
      return top != null ? top : idOrNull(tree.path("subject").path("organizationId").textValue());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static @Nullable UUID idOrNull(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
