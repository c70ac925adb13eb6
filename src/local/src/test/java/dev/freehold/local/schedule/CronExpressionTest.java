package dev.freehold.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0} after {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cron(* * * * ? *)          | 2026-11-20T23:59:30Z | 2026-11-21T00:00:00Z
          cron(0/15 * * * ? *)       | 2026-11-20T10:15:00Z | 2026-11-20T10:30:00Z
          cron(0/15 * * * ? *)       | 2026-11-20T10:46:00Z | 2026-11-20T11:00:00Z
          cron(0 2 * * ? *)          | 2026-11-20T02:00:00Z | 2026-11-21T02:00:00Z
          cron(0 2 * * ? *)          | 2026-11-20T01:59:59.999Z | 2026-11-20T02:00:00Z
          cron(5 0/6 * * ? *)        | 2026-11-20T06:05:00Z | 2026-11-20T12:05:00Z
          cron(5 0/6 * * ? *)        | 2026-11-20T18:06:00Z | 2026-11-21T00:05:00Z
          cron(0 9 ? * MON-FRI *)    | 2026-11-20T09:00:00Z | 2026-11-23T09:00:00Z
          cron(0 9 ? * 1 *)          | 2026-11-20T09:00:00Z | 2026-11-22T09:00:00Z
          cron(30 4 29 2 ? *)        | 2026-11-20T00:00:00Z | 2028-02-29T04:30:00Z
          cron(0 0 1 JAN,JUL ? *)    | 2026-11-20T00:00:00Z | 2027-01-01T00:00:00Z
          """)
  void nextIsTheFirstDueTimeAfterTheMoment(String expression, Instant moment, Instant next) {
    assertThat(CronExpression.parse(expression).next(moment)).contains(next);
  }

  @ParameterizedTest(name = "{0} until {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cron(* * * * ? *)          | 2026-11-20T23:59:30Z | 2026-11-20T23:59:00Z
          cron(0/15 * * * ? *)       | 2026-11-20T10:14:59Z | 2026-11-20T10:00:00Z
          cron(0/15 * * * ? *)       | 2026-11-20T10:00:00Z | 2026-11-20T10:00:00Z
          cron(0 2 * * ? *)          | 2026-11-20T01:00:00Z | 2026-11-19T02:00:00Z
          cron(20 * * * ? *)         | 2026-11-20T00:19:00Z | 2026-11-19T23:20:00Z
          cron(0 0 1 3 ? *)          | 2026-02-20T00:00:00Z | 2025-03-01T00:00:00Z
          """)
  void latestIsTheLastDueTimeUpToTheMoment(String expression, Instant moment, Instant latest) {
    assertThat(CronExpression.parse(expression).latest(moment, LONG_AGO)).contains(latest);
  }

  @Test
  void latestIsNotBeforeTheBound() {
    var daily = CronExpression.parse("cron(0 2 * * ? *)");

    assertThat(
            daily.latest(
                Instant.parse("2026-11-20T01:00:00Z"), Instant.parse("2026-11-19T02:00:01Z")))
        .isEmpty();
  }

  @Test
  void anExpressionWithoutATimeHasNoNext() {
    assertThat(CronExpression.parse("cron(0 0 31 2 ? *)").next(LONG_AGO)).isEmpty();
  }

  @Test
  void tellsHowOftenItFires() {
    assertThat(CronExpression.parse("cron(0/10 * * * ? *)").isFrequent()).isTrue();
    assertThat(CronExpression.parse("cron(25 * * * ? *)").isFrequent()).isFalse();
    assertThat(CronExpression.parse("cron(25 * * * ? *)").isDaily()).isFalse();
    assertThat(CronExpression.parse("cron(25 3 * * ? *)").isDaily()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * ? *",
        "cron(* * * * ?)",
        "cron(* * * * * *)",
        "cron(* * ? * ? *)",
        "cron(60 * * * ? *)",
        "cron(5-1 * * * ? *)",
        "cron(0 0 L * ? *)",
        "cron(0 0 ? * MON#1 *)",
        "cron(1/0 * * * ? *)",
        "cron(a * * * ? *)"
      })
  void whatItCannotReadIsRefusedByName(String expression) {
    assertThatThrownBy(() -> CronExpression.parse(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expression);
  }
}
