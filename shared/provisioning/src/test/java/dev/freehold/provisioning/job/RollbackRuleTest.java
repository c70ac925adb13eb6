package dev.freehold.provisioning.job;

import static dev.freehold.provisioning.job.Steps.of;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackRuleTest {

  @Test
  void goesFromTheHighestDownOverWhatHasNothingToUndo() {
    var begin = of(1, StepKind.BEGIN_PLATFORM, StepStatus.SUCCEEDED);
    var database = of(2, StepKind.CREATE_D1, StepStatus.SUCCEEDED);
    var migrated = of(3, StepKind.MIGRATE_D1, StepStatus.SUCCEEDED);
    var failed = of(4, StepKind.CREATE_KV, StepStatus.FAILED);
    var never = of(5, StepKind.UPLOAD_WORKER, StepStatus.SKIPPED);

    var first = RollbackRule.next(List.of(begin, database, migrated, failed, never));
    var second = RollbackRule.next(List.of(begin, database, migrated));
    var last = RollbackRule.next(List.of(begin));

    assertThat(first).isEqualTo(new RollbackRule.Next(List.of(), failed));
    assertThat(second).isEqualTo(new RollbackRule.Next(List.of(migrated), database));
    assertThat(last).isEqualTo(new RollbackRule.Next(List.of(begin), null));
  }

  // provisioning §7.13
  @Test
  void adoptedObjectStays() {
    var adopted = of(1, StepKind.CREATE_D1, StepStatus.SUCCEEDED, "adopted");

    assertThat(RollbackRule.next(List.of(adopted)))
        .isEqualTo(new RollbackRule.Next(List.of(adopted), null));
  }

  @Test
  void deferredStepMayHaveMadeItsObject() {
    var deferred = of(1, StepKind.CREATE_D1, StepStatus.PENDING, "begun");
    var untouched = of(2, StepKind.CREATE_D1, StepStatus.PENDING);

    assertThat(RollbackRule.next(List.of(deferred, untouched)).next()).isEqualTo(deferred);
  }
}
