package dev.freehold.kernel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows a transaction may touch; the policies of row level security read it.
 *
 * @param organizationId the acting organization, null where there is none
 * @param userId the signed-in user, null for queues, schedules and the public
 */
public record Scope(Kind kind, @Nullable UUID organizationId, @Nullable UUID userId) {

  /** What the database is told as {@code freehold.scope}. */
  public enum Kind {
    NONE,
    TENANT,
    OPERATOR
  }

  private static final Scope NONE = new Scope(Kind.NONE, null, null);

  /** No tenant's row is seen. */
  public static Scope none() {
    return NONE;
  }

  public static Scope tenant(UUID organizationId, @Nullable UUID userId) {
    return new Scope(Kind.TENANT, organizationId, userId);
  }

  public static Scope tenant(UUID organizationId) {
    return tenant(organizationId, null);
  }

  /** Only the user's own rows. */
  public static Scope user(UUID userId) {
    return new Scope(Kind.TENANT, null, userId);
  }

  /** Every row; given by the edge to operators, schedules and messages without an organization. */
  public static Scope operator(@Nullable UUID userId) {
    return new Scope(Kind.OPERATOR, null, userId);
  }

  public static Scope operator() {
    return operator(null);
  }
}
