package dev.freehold.identity.operator;

import dev.freehold.identity.signin.Attempts;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Counters of failed attempts, found by whom they count against. Those of trusted devices are not:
 * only the device knows what they are kept under.
 */
@ApplicationScoped
class UserLocks {

  private final Sql sql;
  private final Attempts attempts;
  private final Clock clock;

  UserLocks(Sql sql, Attempts attempts, Clock clock) {
    this.sql = sql;
    this.attempts = attempts;
    this.clock = clock;
  }

  /** A person with the addresses that are theirs. */
  record Subject(UUID userId, List<String> emails) {}

  private record Lock(String subject, Instant until) {}

  /** Until when each is locked; who is not is left out. One statement. */
  Map<UUID, Instant> until(Collection<Subject> people) {
    var owners = new HashMap<String, UUID>();
    people.forEach(person -> subjects(person).forEach(hex -> owners.put(hex, person.userId())));
    var until = new HashMap<UUID, Instant>();
    sql.list(
            """
            SELECT encode(subject_hash, 'hex') AS subject, locked_until
            FROM identity.failed_attempts
            WHERE kind IN ('email', 'second_factor') AND locked_until > ?
              AND subject_hash IN (SELECT decode(h, 'hex') FROM unnest(?::text[]) h)
            """,
            row -> new Lock(row.text("subject"), row.instant("locked_until")),
            clock.instant(),
            List.copyOf(owners.keySet()))
        .forEach(
            lock ->
                until.merge(
                    owners.get(lock.subject()),
                    lock.until(),
                    (one, other) -> one.isAfter(other) ? one : other));
    return until;
  }

  /** Takes the counters away. */
  void clear(Subject person) {
    sql.update(
        """
        DELETE FROM identity.failed_attempts
        WHERE kind IN ('email', 'second_factor')
          AND subject_hash IN (SELECT decode(h, 'hex') FROM unnest(?::text[]) h)
        """,
        subjects(person));
  }

  private List<String> subjects(Subject person) {
    var subjects = new ArrayList<String>();
    person.emails().forEach(email -> subjects.add(hex(attempts.ofEmail(email))));
    subjects.add(hex(attempts.ofUser(person.userId())));
    subjects.add(hex(attempts.ofPassword(person.userId())));
    return subjects;
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
