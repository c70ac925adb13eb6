package dev.freehold.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.edge.CrashPoints;
import dev.freehold.kernel.edge.Deaths;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a transaction gathers is written with it or not at all. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ClosingTest {

  @Inject Audit audit;
  @Inject Outbox outbox;
  @Inject Transactions transactions;
  @Inject Sql sql;
  @Inject Deaths deaths;

  private final UUID organization = UUID.randomUUID();
  private final Call call = Call.system("test", Scope.tenant(organization));

  private int act(String name) {
    audit.add(AuditEntry.of("core", "thing.change", "thing", name).after(Map.of("name", name)));
    outbox.send(Message.event("core.thing.changed").data(Map.of("name", name)));
    return 1;
  }

  @Test
  void changeLeavesItsEntryAndItsMessage() {
    call.run(() -> transactions.requiresNew(() -> act("a")));

    assertThat(entries()).isEqualTo(1);
    assertThat(messages()).isEqualTo(1);
    assertThat(call.state().committedMessages()).hasSize(1);
  }

  // kernel §13.5
  @Test
  void rolledBackChangeLeavesNothing() {
    assertThatThrownBy(
            () ->
                call.run(
                    () ->
                        transactions.requiresNew(
                            () -> {
                              act("a");
                              throw KernelRefusal.notFound("thing");
                            })))
        .isInstanceOf(Refusal.class);

    assertThat(entries()).isZero();
    assertThat(messages()).isZero();
    assertThat(call.state().committedMessages()).isEmpty();
  }

  // kernel §13.5, 29: everything is written, nothing is committed.
  @Test
  void functionThatDiesBeforeItsCommitLeavesNothingAndMayTryAgain() {
    Call dying = Call.system("test-dies-" + organization, Scope.tenant(organization));
    deaths.next(dying.operation(), CrashPoints.Point.BEFORE_COMMIT);

    assertThatThrownBy(() -> dying.run(() -> transactions.requiresNew(() -> act("a"))))
        .isInstanceOf(Deaths.Died.class);

    assertThat(entries()).isZero();
    assertThat(messages()).isZero();
    assertThat(dying.state().committedMessages()).isEmpty();
    dying.run(() -> transactions.requiresNew(() -> act("a")));
    assertThat(entries()).isEqualTo(1);
    assertThat(messages()).isEqualTo(1);
  }

  // kernel §13.17
  @Test
  void fiftyWritersOfOneOrganizationLeaveNoGap() throws Exception {
    try (var pool = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < 50; i++) {
        String name = "n" + i;
        pool.submit(() -> call.run(() -> transactions.requiresNew(() -> act(name))));
      }
    }

    assertThat(entries()).isEqualTo(50);
    assertThat(
            Owner.value(
                "SELECT max(chain_seq) FROM core.audit_log WHERE organization_id = ?",
                organization))
        .isEqualTo(50L);
  }

  @Test
  void messageOutsideATransactionIsABug() {
    assertThatThrownBy(() -> act("a")).isInstanceOf(IllegalStateException.class);
  }

  // kernel §13.13
  @Test
  void nextTransactionOnTheConnectionSeesNothingOfTheFormer() {
    call.run(() -> transactions.requiresNew(() -> act("a")));

    UUID other = UUID.randomUUID();
    var seen =
        Call.system("test", Scope.tenant(other))
            .supply(
                () ->
                    transactions.requiresNew(
                        () ->
                            sql.list(
                                "SELECT id FROM core.audit_log WHERE organization_id = ?",
                                row -> row.uuid("id"),
                                organization)));

    assertThat(seen).isEmpty();
  }

  private long entries() {
    return Owner.count(
        "SELECT count(*) FROM core.audit_log WHERE organization_id = ?", organization);
  }

  private long messages() {
    return Owner.count("SELECT count(*) FROM core.outbox WHERE organization_id = ?", organization);
  }
}
