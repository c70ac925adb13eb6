package dev.freehold.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The storyline of kernel §15: steps 1 to 11 and 19 to 21; {@link CollectedDays} has 12 and 13, and
 * {@link Team} what a second member adds.
 */
final class Storyline {

  static final String EMAIL = "ada@acme.test";
  private static final String BILLING_EMAIL = "ap@acme.test";
  private static final String RETURN_URL = "http://localhost:8080/billing";
  private static final Duration TRIAL = Duration.ofDays(14);
  private static final long STARTER_PRICE = 4_900;
  private static final long STARTER_INVOCATIONS = 5_000_000;

  static final Map<String, String> ONBOARDING =
      Map.of(
          "platformName", "Acme",
          "slug", "acme",
          "tier", "starter",
          "billingEmail", BILLING_EMAIL);

  private static final List<String> KEY_PERMISSIONS =
      List.of(
          "platforms:create",
          "platforms:read",
          "platforms:update",
          "provisioning:read",
          "billing:read",
          "billing:manage",
          "usage:read",
          "audit:read");

  private DemoClient http;
  private final Progress progress;

  private String signUpId = "";
  private String organizationId = "";
  private String planId = "";
  private String platformId = "";
  private String platformKey = "";
  private String onboardingId = "";
  private String jobId = "";
  private String subscriptionId = "";
  private String checkoutId = "";
  private String checkoutUrl = "";
  private int daysCollected;

  Storyline(DemoClient http, Progress progress) {
    this.http = http;
    this.progress = progress;
  }

  /** The host was started again and may have another port: the same caller goes on there. */
  void on(URI api) {
    http = http.on(api);
  }

  void run() {
    untilUsage();
    daysCollected = new CollectedDays(http, progress, platformId).run();
    progress.step("19", "read the platform's history", this::readHistory);
    progress.step("20", "verify the audit chain", this::verifyAudit);
    new Team(http, progress, organizationId, jobId).run();
    progress.step("21", "as operator: every run done, nothing dead", this::readRuns);
  }

  /** Steps 1 to 11: a paying customer with a platform in use. */
  void untilUsage() {
    untilOnboarding();
    progress.step("6", "provisioning ends, the platform is active", this::awaitPlatform);
    progress.step("7", "the trial subscription is there", this::readTrial);
    progress.step("8", "open a checkout", this::openCheckout);
    progress.step("9", "pay: signed webhooks arrive", this::pay);
    progress.step("10", "the subscription is active", this::readSubscription);
    progress.step("11", "say what the platform uses per day", this::setUsage);
  }

  /** Steps 1 to 5: the provisioning job is under way. */
  void untilOnboarding() {
    untilKey();
    progress.step("4", "find the plan", this::findPlan);
    progress.step("5", "start the onboarding of a platform", this::startOnboarding);
  }

  /** Steps 1 to 3: somebody is signed in. */
  void untilKey() {
    progress.step("1", "sign up", this::signUp);
    progress.step("2", "confirm with the mailed code", this::confirm);
    progress.step("3", "read the organization, make an API key", this::makeKey);
  }

  private void signUp() {
    signUpId =
        http.post(
                "/v1/auth/sign-up",
                Map.of(
                    "email",
                    EMAIL,
                    "password",
                    Team.PASSWORD,
                    "name",
                    "Ada",
                    "organizationName",
                    "Acme"))
            .is(202)
            .text("signUpId");
  }

  private void confirm() {
    settle();
    String code =
        http.get("/v1/sandbox/mail?to=" + EMAIL + "&template=sign-up-code")
            .is(200)
            .text("data/0/code");
    Reply confirmed =
        http.post("/v1/auth/sign-up/confirm", Map.of("signUpId", signUpId, "code", code))
            .is(201)
            .has("status", "signed_in");
    organizationId = confirmed.text("organizationId");
    http.signIn(confirmed.text("sessionToken"));
  }

  private void makeKey() {
    http.get("/v1/organizations/" + organizationId)
        .is(200)
        .has("name", "Acme")
        .has("role", "owner");
    String key =
        http.post(
                "/v1/organizations/" + organizationId + "/api-keys",
                Map.of("name", "demo", "permissions", KEY_PERMISSIONS))
            .is(201)
            .text("key");
    http.signIn(key);
  }

  private void findPlan() {
    Reply plans = http.get("/v1/plans?kind=platform").is(200);
    JsonNode starter =
        plans.one("plan starter", plan -> plan.path("code").asText().equals("starter"));
    JsonNode version = starter.path("version");
    plans.check(
        numberOf(version.path("prices"), "interval", "month", "amount") == STARTER_PRICE,
        "starter does not cost 4900 a month");
    plans.check(
        numberOf(version.path("metrics"), "metric", "worker_invocations", "included")
            == STARTER_INVOCATIONS,
        "starter does not include 5,000,000 worker_invocations");
    planId = starter.path("id").asText();
  }

  /** Of the first element whose {@code field} is {@code word}; -1 when there is none. */
  private static long numberOf(JsonNode list, String field, String word, String number) {
    for (JsonNode one : list) {
      if (one.path(field).asText().equals(word)) {
        return one.path(number).asLong(-1);
      }
    }
    return -1;
  }

  private void startOnboarding() {
    Reply onboarding = http.post("/v1/onboarding", ONBOARDING).is(201).has("status", "in_progress");
    onboardingId = onboarding.text("id");
    platformId = onboarding.text("platformId");
    jobId = onboarding.text("provisionJobId");
  }

  void awaitPlatform() {
    Instant created = http.get("/v1/platforms/" + platformId).is(200).time("createdAt");
    advance("PT15M");
    http.get("/v1/provisioning/jobs/" + jobId).is(200).has("status", "completed");
    http.get("/v1/onboarding/" + onboardingId).is(200).has("status", "completed");
    Reply platform = http.get("/v1/platforms/" + platformId).is(200).has("status", "active");
    platformKey = platform.text("key");
    Duration trial = Duration.between(created, platform.time("trialEndsAt"));
    platform.check(
        trial.minus(TRIAL).abs().compareTo(Duration.ofHours(1)) < 0,
        "the trial lasts " + trial + ", not 14 days");
  }

  private void readTrial() {
    settle();
    Reply subscriptions =
        http.get("/v1/subscriptions?platformId=" + platformId)
            .is(200)
            .has("data/0/status", "trialing")
            .has("data/0/provider", "none")
            .has("data/0/planCode", "starter");
    subscriptionId = subscriptions.one("subscription", any -> true).path("id").asText();
  }

  private void openCheckout() {
    Reply checkout =
        http.post(
                "/v1/checkout-sessions",
                Map.of(
                    "kind", "subscription",
                    "organizationId", organizationId,
                    "planId", planId,
                    "platformId", platformId,
                    "successUrl", RETURN_URL,
                    "cancelUrl", RETURN_URL))
            .is(201)
            .has("status", "open");
    checkoutId = checkout.text("id");
    checkoutUrl = checkout.text("url");
  }

  private void pay() {
    String session = checkoutUrl.substring(checkoutUrl.lastIndexOf('/') + 1);
    http.post(
            "/v1/sandbox/stripe/checkout-sessions/" + session + "/complete",
            Map.of("outcome", "succeed"))
        .is(200)
        .has("paymentStatus", "paid");
    settle();
    checkWebhooks();
  }

  /** An event that was not answered with 200 would not be processed by now. */
  private void checkWebhooks() {
    Reply session = http.post("/v1/sandbox/operator-session", Map.of()).is(201);
    DemoClient operator = http.as(session.text("sessionToken"));
    Reply events = operator.get("/v1/payment-events?limit=100").is(200);
    List<String> open =
        events.list("data").stream()
            .filter(
                event -> !List.of("processed", "ignored").contains(event.path("status").asText()))
            .map(event -> event.path("type").asText())
            .toList();
    events.check(!events.list("data").isEmpty(), "no webhook arrived");
    events.check(open.isEmpty(), "not processed: " + open);
  }

  private void readSubscription() {
    http.get("/v1/checkout-sessions/" + checkoutId)
        .is(200)
        .has("status", "completed")
        .has("subscriptionId", subscriptionId);
    Reply subscription =
        http.get("/v1/subscriptions/" + subscriptionId)
            .is(200)
            .has("status", "active")
            .has("provider", "stripe")
            .has("overageEnabled", true);
    Instant month =
        subscription.time("currentPeriodStart").atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
    subscription.check(
        Duration.between(month, subscription.time("currentPeriodEnd"))
                .abs()
                .compareTo(Duration.ofMinutes(1))
            < 0,
        "the period is not one month");
  }

  private void setUsage() {
    http.put(
            "/v1/sandbox/cloudflare/usage",
            Map.of(
                "platformKey",
                platformKey,
                "metrics",
                Map.of("worker_invocations", CollectedDays.PER_DAY)))
        .is(200);
  }

  private void readHistory() {
    Reply history = http.get("/v1/platforms/" + platformId + "/lifecycle-events").is(200);
    List<String> states =
        history.list("data").stream().map(event -> event.path("toStatus").asText()).toList();
    history.check(
        states.equals(List.of("active", "provisioning", "pending")), "the history is " + states);
  }

  private void verifyAudit() {
    Reply verified =
        http.post("/v1/audit/verify", Map.of()).is(200).has("valid", true).hasNull("brokenAt");
    long checked = verified.number("checked");
    verified.check(
        checked > 0 && checked == verified.number("headSeq"), "not the whole chain was checked");
  }

  private void readRuns() {
    http.signIn(http.post("/v1/sandbox/operator-session", Map.of()).is(201).text("sessionToken"));
    Reply runs = http.get("/v1/runs?operation=metering-collect-snapshots&limit=100").is(200);
    long completed =
        runs.list("data").stream()
            .filter(run -> run.path("status").asText().equals("completed"))
            .count();
    runs.check(
        completed >= daysCollected && completed == runs.list("data").size(),
        "%d completed runs for %d days".formatted(completed, daysCollected));
    Reply queues = http.get("/v1/queues?limit=100").is(200);
    List<JsonNode> all = queues.list("data");
    queues.check(!all.isEmpty(), "no queue is listed");
    queues.check(
        all.stream().allMatch(queue -> queue.path("dead").asInt(-1) == 0),
        "a queue has dead messages");
  }

  private Reply settle() {
    return http.post("/v1/sandbox/settle", Map.of()).is(200).has("idle", true);
  }

  private void advance(String by) {
    Reply moved = http.post("/v1/sandbox/clock/advance", Map.of("by", by)).is(200);
    moved.check(moved.list("failed").isEmpty(), "something failed on the way");
  }
}
