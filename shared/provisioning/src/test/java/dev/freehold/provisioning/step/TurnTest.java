package dev.freehold.provisioning.step;

import static dev.freehold.provisioning.job.Steps.NOW;
import static dev.freehold.provisioning.job.Steps.job;
import static dev.freehold.provisioning.job.Steps.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.provisioning.job.FailureKind;
import dev.freehold.provisioning.job.JobStatus;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {

  // provisioning §7.8: whatever message comes, the lowest unfinished step is next.
  @Test
  void lowestUnfinishedStepIsRun() {
    var steps =
        List.of(
            of(3, StepKind.CREATE_KV, StepStatus.PENDING),
            of(1, StepKind.BEGIN_PLATFORM, StepStatus.SUCCEEDED),
            of(2, StepKind.CREATE_D1, StepStatus.PENDING));

    assertThat(running(steps)).isEqualTo(new Turn.Run(steps.get(2), true));
  }

  @Test
  void nobodyElseWorksWhileALeaseIsLive() {
    var held = of(1, StepKind.CREATE_D1, StepStatus.RUNNING, "leased");

    assertThat(running(List.of(held, of(2, StepKind.CREATE_KV, StepStatus.PENDING))))
        .isEqualTo(new Turn.Nothing(false));
  }

  @Test
  void expiredLeaseIsAnotherAttemptUntilThereIsNoneLeft() {
    var expired = of(1, StepKind.CREATE_D1, StepStatus.RUNNING, "expired");
    var last = of(1, StepKind.CREATE_D1, StepStatus.RUNNING, "expired", "spent");

    assertThat(running(List.of(expired))).isEqualTo(new Turn.Run(expired, true));
    assertThat(running(List.of(last))).isEqualTo(new Turn.Fail(last, FailureKind.STEP_FAILED));
  }

  @Test
  void waitingStepIsLookedAtAgainWithoutAnAttempt() {
    var waiting = of(1, StepKind.WAIT_BUILD, StepStatus.WAITING, "spent");
    var early = of(1, StepKind.WAIT_BUILD, StepStatus.WAITING, "later");

    assertThat(running(List.of(waiting))).isEqualTo(new Turn.Run(waiting, false));
    assertThat(running(List.of(early))).isEqualTo(new Turn.Nothing(true));
  }

  @Test
  void deadlineEndsTheJobUnlessItsAccountIsBroken() {
    var step = of(2, StepKind.CREATE_KV, StepStatus.PENDING);
    var late = job(JobStatus.RUNNING, NOW);

    assertThat(Turn.of(late, List.of(step), NOW, true))
        .isEqualTo(new Turn.Fail(step, FailureKind.TIMED_OUT));
    assertThat(Turn.of(late, List.of(step), NOW.minusMillis(1), true))
        .isEqualTo(new Turn.Nothing(true));
    assertThat(Turn.of(late, List.of(step), NOW, false)).isEqualTo(new Turn.Run(step, true));
  }

  @Test
  void allDoneIsTheEnd() {
    assertThat(running(List.of(of(1, StepKind.BEGIN_PLATFORM, StepStatus.SUCCEEDED))))
        .isEqualTo(new Turn.Complete());
  }

  @Test
  void rollbackUndoesWhatIsCompensatingAndGivesUpAfterTwelve() {
    var undoing = of(2, StepKind.CREATE_D1, StepStatus.COMPENSATING);
    var spent = of(2, StepKind.CREATE_D1, StepStatus.COMPENSATING, "spent");
    var expired = of(2, StepKind.CREATE_D1, StepStatus.RUNNING, "expired");

    assertThat(rollingBack(List.of(undoing))).isEqualTo(new Turn.Undo(undoing));
    assertThat(rollingBack(List.of(spent))).isEqualTo(new Turn.GiveUp(spent));
    assertThat(rollingBack(List.of(expired))).isEqualTo(new Turn.RollBack());
  }

  @Test
  void endedJobHasNoTurn() {
    for (JobStatus ended : List.of(JobStatus.COMPLETED, JobStatus.ROLLED_BACK, JobStatus.FAILED)) {
      assertThat(
              Turn.of(
                  job(ended, NOW),
                  List.of(of(1, StepKind.CREATE_D1, StepStatus.PENDING)),
                  NOW,
                  true))
          .isEqualTo(new Turn.Nothing(false));
    }
  }

  private static Turn running(List<Step> steps) {
    return Turn.of(job(JobStatus.RUNNING, NOW.plusSeconds(60)), steps, NOW, true);
  }

  private static Turn rollingBack(List<Step> steps) {
    return Turn.of(job(JobStatus.ROLLING_BACK, NOW.plusSeconds(60)), steps, NOW, true);
  }
}
