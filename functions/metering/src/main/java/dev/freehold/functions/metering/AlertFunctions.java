package dev.freehold.functions.metering;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.Queue;
import dev.freehold.metering.alert.AlertNotice;
import dev.freehold.metering.alert.Alerts;
import dev.freehold.metering.alert.QuotaWatch;
import dev.freehold.metering.alert.UsageAlert;
import dev.freehold.metering.subject.SubjectWords;
import dev.freehold.metering.subject.Subjects;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thresholds that were reached: read, told, and checked when an agreement changes. */
public class AlertFunctions {

  private final HttpEdge edge;
  private final Alerts alerts;
  private final Subjects subjects;
  private final AlertNotice notice;
  private final QuotaWatch quotas;

  AlertFunctions(
      HttpEdge edge, Alerts alerts, Subjects subjects, AlertNotice notice, QuotaWatch quotas) {
    this.edge = edge;
    this.alerts = alerts;
    this.subjects = subjects;
    this.notice = notice;
    this.quotas = quotas;
  }

  /** Of {@code metering.alert.triggered}. */
  @RegisterForReflection
  record AlertTriggered(UUID alertId) {}

  /** Of {@code billing.subscription.*}. */
  @RegisterForReflection
  record SubscriptionChanged(@Nullable UUID platformId) {}

  @Funq("metering-list-alerts")
  @Http(
      route = "GET /v1/usage/alerts",
      permission = "usage:read",
      query = {
        "subscriptionId?",
        "platformId?",
        "agentId?",
        "userId?",
        "appKey?",
        "planKind?",
        "period?"
      },
      answer = AlertView.class,
      list = true,
      summary = "Lists the thresholds a subject's usage has reached, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          SubjectWords words = SubjectQuery.of(call);
          YearMonth month = month(call);
          var subject = subjects.find(words, call.organizationIdOrNull());
          List<UsageAlert> rows = alerts.list(subject, month, call.pageRequest());
          return Answer.ok(call.page(rows, AlertView::of, row -> List.of(row.id().toString())));
        });
  }

  private static @Nullable YearMonth month(HttpCall call) {
    String period = call.query("period");
    try {
      return period == null ? null : YearMonth.parse(period);
    } catch (DateTimeParseException e) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the query has a fault")
          .field("period", "PATTERN", "is YYYY-MM");
    }
  }

  @Funq("metering-notify-alert")
  @Queue(events = "metering.alert.triggered", summary = "Asks for the mail of an alert, once.")
  public void notify(Envelope message) {
    notice.notify(message.data(AlertTriggered.class).alertId());
  }

  @Funq("metering-apply-billing-event")
  @Queue(
      events = {
        "billing.subscription.created",
        "billing.subscription.plan_changed",
        "billing.subscription.canceled",
        "billing.subscription.renewed"
      },
      summary = "Checks a platform's usage against the quota that holds now.")
  public void applyBillingEvent(Envelope message) {
    UUID platformId = message.data(SubscriptionChanged.class).platformId();
    if (platformId == null) {
      return;
    }
    if (message.type().equals("billing.subscription.renewed")) {
      quotas.renew(platformId);
    } else {
      quotas.recheck(platformId);
    }
  }
}
