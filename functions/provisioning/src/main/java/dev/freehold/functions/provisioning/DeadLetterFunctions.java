package dev.freehold.functions.provisioning;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.provisioning.deadletter.DeadLetter;
import dev.freehold.provisioning.deadletter.ReplayMode;
import dev.freehold.provisioning.job.JobService;
import dev.freehold.provisioning.replay.DeadLetterAlerts;
import dev.freehold.provisioning.replay.DeadLetters;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs that need an operator. */
public class DeadLetterFunctions {

  private static final String ROLLBACK = "provisioning:rollback";

  private final HttpEdge edge;
  private final DeadLetters letters;
  private final DeadLetterAlerts alerts;
  private final JobService jobs;

  DeadLetterFunctions(
      HttpEdge edge, DeadLetters letters, DeadLetterAlerts alerts, JobService jobs) {
    this.edge = edge;
    this.letters = letters;
    this.alerts = alerts;
    this.jobs = jobs;
  }

  /** States of a dead letter. */
  enum Status {
    OPEN,
    REPLAYED,
    DISCARDED,
    SUPERSEDED
  }

  @RegisterForReflection
  record DeadLetterView(
      UUID id,
      UUID jobId,
      @Nullable UUID stepId,
      UUID platformId,
      String jobType,
      String phase,
      String code,
      @Nullable String error,
      int attempts,
      String status,
      String jobStatus,
      List<ReplayMode> modes,
      @Nullable Instant alertedAt,
      @Nullable String resolution,
      @Nullable String resolvedBy,
      @Nullable Instant resolvedAt,
      @Nullable String note,
      Instant createdAt) {

    static DeadLetterView of(DeadLetter letter) {
      return new DeadLetterView(
          letter.id(),
          letter.jobId(),
          letter.stepId(),
          letter.platformId(),
          letter.jobType(),
          letter.phase(),
          letter.code(),
          letter.error(),
          letter.attempts(),
          letter.status(),
          letter.jobStatus(),
          letter.modes(),
          letter.alertedAt(),
          letter.resolution(),
          letter.resolvedBy(),
          letter.resolvedAt(),
          letter.note(),
          letter.createdAt());
    }
  }

  /** How to replay, and why. */
  @RegisterForReflection
  record Replay(@NotNull ReplayMode mode, @Nullable @Size(max = 2000) String note) {}

  /** What {@code provisioning-send-alert} needs of its events. */
  @RegisterForReflection
  record Alert(@Nullable UUID deadLetterId, @Nullable UUID cloudAccountId) {}

  @Funq("provisioning-list-dead-letters")
  @Http(
      route = "GET /v1/provisioning/dead-letters",
      permission = "provisioning:manage-dead-letters",
      answer = DeadLetterView.class,
      list = true,
      query = "status?",
      summary = "Lists dead letters, the open ones unless said otherwise.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          Status asked = call.queryEnum("status", Status.class);
          String status = (asked == null ? Status.OPEN : asked).name().toLowerCase(Locale.ROOT);
          return Answer.ok(
              call.page(
                  letters.list(status, call.pageRequest()),
                  DeadLetterView::of,
                  letter -> List.of(letter.id().toString())));
        });
  }

  @Funq("provisioning-get-dead-letter")
  @Http(
      route = "GET /v1/provisioning/dead-letters/{deadLetterId}",
      permission = "provisioning:manage-dead-letters",
      answer = DeadLetterView.class,
      summary = "Shows a dead letter and how it may be replayed.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(DeadLetterView.of(letters.get(call.pathId("deadLetterId")))));
  }

  @Funq("provisioning-replay-dead-letter")
  @Http(
      route = "POST /v1/provisioning/dead-letters/{deadLetterId}/replay",
      permission = "provisioning:manage-dead-letters",
      body = Replay.class,
      answer = JobView.class,
      status = 202,
      errors = {"NOT_OPEN", "MODE_NOT_POSSIBLE", "JOB_IN_PROGRESS"},
      summary =
          "Lets a job go on, undoes it, or starts it anew; rollback needs its own permission.")
  public APIGatewayV2HTTPResponse replay(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, Replay body) -> {
          if (body.mode() == ReplayMode.ROLLBACK && !call.caller().may(ROLLBACK)) {
            throw KernelRefusal.PERMISSION_DENIED
                .because("replaying by rollback needs %s", ROLLBACK)
                .with("permission", ROLLBACK);
          }
          UUID job = letters.replay(call.pathId("deadLetterId"), body.mode(), body.note());
          return Answer.accepted(JobView.of(jobs.get(job)));
        });
  }

  @Funq("provisioning-send-alert")
  @Uses(Outside.ALERTS)
  @Queue(
      events = {"provisioning.dead_letter.opened", "provisioning.cloud_account.broken"},
      transaction = false,
      summary = "Tells operators of a dead letter or a broken cloud account, once.")
  public void alert(Envelope message) {
    Alert alert = message.data(Alert.class);
    if (alert.deadLetterId() != null) {
      alerts.alert(alert.deadLetterId());
    }
    if (alert.cloudAccountId() != null) {
      alerts.accountBroken(alert.cloudAccountId());
    }
  }
}
