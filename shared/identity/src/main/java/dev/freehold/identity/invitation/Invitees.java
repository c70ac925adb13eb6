package dev.freehold.identity.invitation;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.member.Giver;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Pepper;
import dev.freehold.kernel.edge.Throttles;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom an organization may invite, how many, and in whose name. */
@ApplicationScoped
class Invitees {

  private final Sql sql;
  private final Throttles throttles;
  private final Pepper pepper;
  private final IdentityConfig config;
  private final Clock clock;

  Invitees(Sql sql, Throttles throttles, Pepper pepper, IdentityConfig config, Clock clock) {
    this.sql = sql;
    this.throttles = throttles;
    this.pepper = pepper;
    this.config = config;
    this.clock = clock;
  }

  private record Judged(boolean isMember, long taken, @Nullable List<String> domains) {}

  /**
   * @return places that members and other pending invitations take, for {@link #checkPlaces}
   * @throws dev.freehold.kernel.Refusal {@code ALREADY_MEMBER}, {@code EMAIL_DOMAIN_NOT_ALLOWED}
   */
  long check(UUID organizationId, String email) {
    Judged judged =
        sql.one(
            """
            SELECT j.is_member, j.taken, o.allowed_email_domains
            FROM identity.organizations o, identity.judge_invitee(o.id, ?, ?) j WHERE o.id = ?
            """,
            row ->
                new Judged(
                    row.bool("is_member"),
                    row.longValue("taken"),
                    row.isNull("allowed_email_domains")
                        ? null
                        : row.texts("allowed_email_domains")),
            email,
            clock.instant(),
            organizationId);
    if (judged.isMember()) {
      throw IdentityRefusal.ALREADY_MEMBER.because("%s is a member's address", email);
    }
    String domain = email.substring(email.indexOf('@') + 1);
    if (judged.domains() != null && !judged.domains().contains(domain)) {
      throw IdentityRefusal.EMAIL_DOMAIN_NOT_ALLOWED.because(
          "the organization invites no addresses of %s", domain);
    }
    return judged.taken();
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code LIMIT_REACHED}
   */
  void checkPlaces(long taken) {
    if (taken >= config.organization().maxMembers()) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "an organization has at most %d members, invited ones included",
          config.organization().maxMembers());
    }
  }

  /**
   * Counts one mail of the organization's and to the address; one refused later was not sent and
   * does not count. The address has a count of its own, so that nobody's invitations keep the mails
   * from them that they ask for themselves.
   *
   * @throws dev.freehold.kernel.Refusal {@code TOO_MANY_REQUESTS}
   */
  void count(UUID organizationId, String email) {
    take(
        throttles.takeHere(
            "invitations-organization",
            organizationId.toString().getBytes(StandardCharsets.UTF_8),
            config.throttle().invitationsOrganization(),
            Duration.ofDays(1)));
    take(
        throttles.takeHere(
            "invitations-address",
            pepper.hmac("invitations-address", email),
            config.throttle().mailAddress(),
            Duration.ofHours(1)));
  }

  private static void take(Optional<Duration> wait) {
    if (wait.isPresent()) {
      throw KernelRefusal.TOO_MANY_REQUESTS
          .because("too many invitations of this organization or to this address")
          .retryAfter(wait.get());
    }
  }

  /** A service key invites in the name of its maker. */
  UUID inviter(Giver giver) {
    UUID userId = giver.userId();
    return userId != null
        ? userId
        : sql.one(
            "SELECT user_id FROM identity.api_keys WHERE id = ?",
            row -> row.uuid("user_id"),
            giver.apiKeyId());
  }
}
