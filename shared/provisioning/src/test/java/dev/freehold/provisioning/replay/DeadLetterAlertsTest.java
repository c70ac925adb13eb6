package dev.freehold.provisioning.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.provisioning.step.DeadNudges;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class DeadLetterAlertsTest {

  @Inject Scenario scenario;
  @Inject DeadNudges deadNudges;
  @Inject DeadLetterAlerts alerts;
  @Inject RecordedChannel channel;

  @AfterEach
  void repair() {
    channel.broken = false;
  }

  @Test
  void messageThatComesBackDeadAThirdTimeCallsAnOperatorAndChangesNoJob() {
    UUID job = scenario.startJob();
    scenario.nudge(job);
    scenario.loseNudges();

    comesBackDead(job);
    comesBackDead(job);
    assertThat(letters(job)).isEmpty();
    comesBackDead(job);
    comesBackDead(job);

    assertThat(letters(job)).hasSize(1);
    assertThat(scenario.status(job)).isEqualTo("running");
    assertThat(scenario.finish(job)).isEqualTo("completed");
    assertThat(Scenario.text("SELECT status FROM provisioning.dead_letters WHERE job_id = ?", job))
        .isEqualTo("superseded");
  }

  // provisioning §7.28
  @Test
  void alertIsSentOnceWhenTheChannelIsBackAgain() {
    UUID job = scenario.startJob();
    scenario.nudge(job);
    for (int i = 0; i < 3; i++) {
      comesBackDead(job);
    }
    UUID letter = letters(job).getFirst();
    channel.broken = true;
    assertThatThrownBy(() -> tell(letter)).hasMessage("the channel is down");
    assertThat(opened(letter)).isEqualTo(1);

    channel.broken = false;
    scenario.pass(Duration.ofMinutes(6));

    assertThat(opened(letter)).isEqualTo(2);
    tell(letter);
    tell(letter);
    assertThat(channel.told).filteredOn(text -> text.contains(letter.toString())).hasSize(1);
    scenario.pass(Duration.ofMinutes(6));
    assertThat(opened(letter)).isEqualTo(2);
  }

  private void tell(UUID letter) {
    Call.system("provisioning-send-alert", Scope.tenant(scenario.organization))
        .run(() -> alerts.alert(letter));
  }

  private void comesBackDead(UUID job) {
    scenario.asTenant(
        () -> {
          deadNudges.receive(job, null);
          return true;
        });
  }

  private static List<UUID> letters(UUID job) {
    return Owner.rows("SELECT id FROM provisioning.dead_letters WHERE job_id = ?", job).stream()
        .map(row -> (UUID) Objects.requireNonNull(row.get("id")))
        .toList();
  }

  private static long opened(UUID letter) {
    return Owner.count(
        """
        SELECT count(*) FROM core.outbox WHERE type = 'provisioning.dead_letter.opened'
           AND payload->>'deadLetterId' = ?
        """,
        letter.toString());
  }
}
