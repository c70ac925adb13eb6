package dev.freehold.functions.identity;

import dev.freehold.identity.signin.Sessions.Session;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session; {@code current} = the one that asks. */
@RegisterForReflection
record SessionView(
    UUID id,
    UUID userId,
    Instant createdAt,
    Instant expiresAt,
    Instant absoluteExpiresAt,
    Instant refreshedAt,
    Instant authenticatedAt,
    List<String> methods,
    @Nullable UUID activeOrganizationId,
    @Nullable UUID impersonatedBy,
    @Nullable String ipAddress,
    @Nullable String userAgent,
    boolean current) {

  static SessionView of(Session session, @Nullable UUID currentId) {
    return new SessionView(
        session.id(),
        session.userId(),
        session.createdAt(),
        session.expiresAt(),
        session.absoluteExpiresAt(),
        session.refreshedAt(),
        session.authenticatedAt(),
        session.methods(),
        session.activeOrganizationId(),
        session.impersonatedBy(),
        session.ipAddress(),
        session.userAgent(),
        session.id().equals(currentId));
  }
}
