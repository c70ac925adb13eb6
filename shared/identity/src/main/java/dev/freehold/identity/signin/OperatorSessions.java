package dev.freehold.identity.signin;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Sessions that somebody entitled opens for an operator, in operator scope. */
@ApplicationScoped
public class OperatorSessions {

  private final Sessions sessions;

  OperatorSessions(Sessions sessions) {
    this.sessions = sessions;
  }

  /** A session just made; the token is known here and nowhere else. */
  public record Opened(UUID id, String token, Instant expiresAt) {}

  /** As if password and authenticator had been shown just now. */
  public Opened open(UUID userId, UUID organizationId) {
    Sessions.Opened opened = sessions.open(userId, organizationId, List.of("password", "totp"));
    return new Opened(opened.id(), opened.token(), opened.expiresAt());
  }
}
