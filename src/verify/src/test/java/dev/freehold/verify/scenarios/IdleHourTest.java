package dev.freehold.verify.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.HostProcess;
import dev.freehold.verify.host.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An installation with nothing due lets its database sleep, and wakes it for whoever writes. The
 * host ticks by itself, sixty times as fast as real time; nothing is skipped by an advance.
 */
class IdleHourTest {

  private static final int SPEED = 60;
  private static final Duration HOUR = Duration.ofHours(1).dividedBy(SPEED);
  private static final Duration REST_WITHIN = Duration.ofMinutes(2);
  private static final Duration RELAY_WITHIN = Duration.ofSeconds(30);

  /** Longer than the slowest of the frequent schedules waits for its next slot. */
  private static final Duration REST = Duration.ofMinutes(16).dividedBy(SPEED);

  private static final String SESSIONS =
      "SELECT count(*) FROM pg_stat_activity WHERE usename = 'freehold_app'";

  /** Ever opened, those that have ended included. */
  private static final String SESSIONS_EVER =
      "SELECT sessions FROM pg_stat_database WHERE datname = current_database()";

  private static final String RUNS = "SELECT count(*) FROM core.runs";
  private static final String UNSENT = "SELECT count(*) FROM core.outbox WHERE sent_at IS NULL";

  @Test
  void anIdleHourOpensNoTransactionAndAWriteAfterItIsRelayed() throws Exception {
    try (var host = HostProcess.start(HostProcess.folder("idle"), quick());
        Connection database = host.superuser()) {
      Client http = host.client();
      Tenant.signUp(http);
      awaitRest(database);
      long runs = number(database, RUNS);
      long sessions = number(database, SESSIONS_EVER);

      Thread.sleep(HOUR);

      assertThat(number(database, RUNS)).as("runs of schedules").isEqualTo(runs);
      // A transaction needs a session: none was there, and none has come.
      assertThat(number(database, SESSIONS)).as("sessions of the application").isZero();
      assertThat(number(database, SESSIONS_EVER)).as("sessions ever").isEqualTo(sessions);

      signUpThatDiesBeforeSending(http);
      assertThat(number(database, UNSENT)).isPositive();
      await(RELAY_WITHIN, () -> number(database, UNSENT) == 0);
    }
  }

  /** kernel §13.1, after a rest: with a clock that stands, so that the two minutes are exact. */
  @Test
  void whatAFunctionDiedOverAfterARestIsSentWithinTwoMinutes() throws Exception {
    try (var host = HostProcess.start(HostProcess.folder("rested"));
        Connection database = host.superuser()) {
      Client http = host.client();
      Tenant.signUp(http);
      Tenant.advance(http, "PT2H");
      long runs = number(database, RUNS);
      Tenant.advance(http, "PT1H");
      assertThat(number(database, RUNS) - runs)
          .as("runs in the hour, after its writes")
          .isLessThan(40);

      signUpThatDiesBeforeSending(http);
      assertThat(number(database, UNSENT)).isPositive();
      Tenant.advance(http, "PT2M");

      assertThat(number(database, UNSENT)).isZero();
    }
  }

  private static Map<String, String> quick() {
    return Map.of(
        "FREEHOLD_LOCAL_SCHEDULE", "real",
        "FREEHOLD_LOCAL_SPEED", String.valueOf(SPEED),
        // No daily schedule is due for the hours that follow.
        "FREEHOLD_LOCAL_CLOCK", "2026-06-01T08:00:00Z",
        "QUARKUS_DATASOURCE_JDBC_IDLE_REMOVAL_INTERVAL", "PT1S");
  }

  private static void signUpThatDiesBeforeSending(Client http) {
    http.post(
            "/v1/sandbox/faults",
            Map.of(
                "service", "function",
                "kind", "crash",
                "operation", "identity-start-sign-up",
                "point", "after_commit"))
        .is(201);
    http.post(
            "/v1/auth/sign-up",
            Map.of(
                "email", "late@acme.test",
                "password", "a long walk on a short pier",
                "name", "Late",
                "organizationName", "Late"))
        .is(502);
  }

  /** Nothing of the application is connected for a while. */
  private static void awaitRest(Connection database) throws Exception {
    long[] sinceNanos = {System.nanoTime()};
    await(
        REST_WITHIN,
        () -> {
          if (number(database, SESSIONS) > 0) {
            sinceNanos[0] = System.nanoTime();
          }
          return System.nanoTime() - sinceNanos[0] > REST.toNanos();
        });
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  private static void await(Duration within, Condition condition) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("not within %s", within).isLessThan(deadline);
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  private static long number(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
