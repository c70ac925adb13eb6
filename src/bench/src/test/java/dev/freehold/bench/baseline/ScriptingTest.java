package dev.freehold.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.bench.workload.Numbers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the server's log to what pgbench runs. */
class ScriptingTest {

  private static final long ONE = Numbers.BASE + 1;
  private static final String MADE = "01890000-0000-7000-8000-0123456789ab";
  private static final String MADE_BY_THE_OTHER = "01890000-0000-7000-8000-ffffffffffff";
  private static final String FIXED = "01890000-0000-7000-8000-000000000007";

  private static List<Statement> run(long number, String id) {
    return StatementLog.read(
        """
        postgres--LOG:  execute <unnamed>: SELECT 1
        app--LOG:  execute S_1: BEGIN
        app--LOG:  execute S_7: INSERT INTO t
        \t  VALUES ($1, $2, $3, $4)
        app--DETAIL:  Parameters: $1 = '%s', $2 = 'it''s %s at 12:30', $3 = NULL, $4 = '%s'
        LOG:  checkpoint starting: time
        app--LOG:  execute S_2: COMMIT
        """
            .formatted(id, Numbers.tag(number), FIXED),
        "app");
  }

  private static Script script(List<Statement> run, List<Statement> other) {
    return new Scripting(
            Numbers.tag(ONE),
            statement ->
                statement.parameters().isEmpty()
                    ? List.of()
                    : List.of("uuid", "text", "text", "uuid"))
        .script(run, other);
  }

  @Test
  void readsTheStatementsOfOneUser() {
    assertThat(run(ONE, MADE))
        .extracting(Statement::sql)
        .containsExactly("BEGIN", "INSERT INTO t\n  VALUES ($1, $2, $3, $4)", "COMMIT");
    assertThat(run(ONE, MADE).get(1).parameters())
        .containsExactly(MADE, "it's " + Numbers.tag(ONE) + " at 12:30", null, FIXED);
  }

  @Test
  void aRunsOwnValuesGetTheNumberAndAllOthersStay() {
    Script script = script(run(ONE, MADE), run(ONE + 1, MADE_BY_THE_OTHER));

    String digits = "lpad(to_hex(:n::bigint), 12, '0')";
    String tag = Numbers.tag(ONE);
    assertThat(script.size()).isOne();
    assertThat(script.forPgBench())
        .isEqualTo(
            """
            \\set n :n + 1
            BEGIN;
            INSERT INTO t
              VALUES ((replace(E'%1$s%2$s', '%2$s', %3$s)::uuid), (replace(E'it\\'s %2$s at 12\\x3A30', '%2$s', %3$s)::text), (NULL::text), (E'%4$s'::uuid));
            COMMIT;
            """
                .formatted(Numbers.prefix(0xf000), tag, digits, FIXED));
  }

  @Test
  void runsThatSendDifferentStatementsMakeNoScript() {
    List<Statement> run = run(ONE, MADE);

    assertThatThrownBy(() -> script(run, run.subList(0, 2))).hasMessageContaining("different");
  }
}
