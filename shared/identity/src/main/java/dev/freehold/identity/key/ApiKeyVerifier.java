package dev.freehold.identity.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.permission.Rights;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judges and counts a call of a key for somebody who asks: one statement, exact under any load. */
@ApplicationScoped
public class ApiKeyVerifier {

  private final Sql sql;
  private final KeyPrefix prefix;
  private final Transactions transactions;
  private final Clock clock;

  ApiKeyVerifier(Sql sql, KeyPrefix prefix, Transactions transactions, Clock clock) {
    this.sql = sql;
    this.prefix = prefix;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What a judgement says. */
  public enum Code {
    VALID,
    INVALID,
    EXPIRED,
    RATE_LIMITED,
    EXHAUSTED,
    PERMISSION_DENIED
  }

  /**
   * The key's window.
   *
   * @param limit calls; null = not limited
   */
  public record Window(@Nullable Integer limit, @Nullable Integer remaining, Instant resetsAt) {}

  /**
   * All but the code is null for {@code INVALID}.
   *
   * @param permissions what the key may do now; its own set where the call was not let through
   */
  public record Judgement(
      Code code,
      @Nullable UUID keyId,
      @Nullable UUID organizationId,
      @Nullable UUID userId,
      ApiKey.@Nullable Kind kind,
      @Nullable List<String> permissions,
      @Nullable Long remaining,
      @Nullable Window window,
      @Nullable Instant expiresAt,
      @Nullable JsonNode metadata) {

    static final Judgement INVALID =
        new Judgement(Code.INVALID, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Commits by itself; no transaction may be under way.
   *
   * @param organization whose keys are judged; null = any, for cross-organization callers. Others'
   *     keys are {@code INVALID} and not charged
   * @param wanted what the key must be able to do; judged after the charge
   * @param cost calls, 1 to 1000
   */
  public Judgement verify(String key, @Nullable UUID organization, List<String> wanted, int cost) {
    if (!prefix.fits(key)) {
      return Judgement.INVALID;
    }
    byte[] hash = Hashes.sha256(key);
    Instant now = clock.instant();
    String call =
        organization == null
            ? "identity.judge_api_key(?, ?::uuid, ?, ?)"
            : "identity.judge_own_api_key(?, ?, ?, ?)";
    return transactions.requiresNew(
        () ->
            sql.one(
                "SELECT (j.caller).*, j.* FROM " + call + " j",
                row -> judgement(row, wanted),
                hash,
                organization,
                cost,
                now));
  }

  /** As the edge keeps the key out: its maker has no second factor where one is demanded. */
  private static boolean isKeptOut(Row row) {
    return "personal".equals(row.textOrNull("key_kind"))
        && Boolean.TRUE.equals(row.boolOrNull("organization_requires_two_factor"))
        && !Boolean.TRUE.equals(row.boolOrNull("two_factor_enabled"));
  }

  private static Judgement judgement(Row row, List<String> wanted) {
    String outcome = row.textOrNull("outcome");
    if (outcome == null || outcome.equals("UNAUTHENTICATED")) {
      return Judgement.INVALID;
    }
    Rights rights = isKeptOut(row) ? Rights.of(row).ofNobody() : Rights.of(row);
    List<String> own = row.texts("key_permissions");
    Code code =
        switch (outcome) {
          case "OK" -> rights.mayAll(wanted) ? Code.VALID : Code.PERMISSION_DENIED;
          case "API_KEY_EXPIRED" -> Code.EXPIRED;
          case "API_KEY_RATE_LIMITED" -> Code.RATE_LIMITED;
          case "API_KEY_EXHAUSTED" -> Code.EXHAUSTED;
          default -> Code.INVALID;
        };
    boolean limited = row.bool("rate_limit_enabled");
    return new Judgement(
        code,
        row.uuid("api_key_id"),
        row.uuid("key_organization_id"),
        row.uuid("owner_id"),
        ApiKey.Kind.valueOf(row.text("key_kind").toUpperCase(Locale.ROOT)),
        outcome.equals("OK")
            ? own.stream().filter(permission -> rights.judge(permission).allowed()).toList()
            : own,
        row.longOrNull("remaining"),
        new Window(
            limited ? row.intValue("rate_limit_max") : null,
            limited ? row.intValue("rate_limit_remaining") : null,
            row.instant("rate_limit_resets_at")),
        row.instantOrNull("key_expires_at"),
        row.json("metadata"));
  }
}
