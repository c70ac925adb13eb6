package dev.freehold.local.demo;

import java.util.List;
import java.util.Map;

/** A second member joins, with a role of the organization's own; and a key has had enough. */
final class Team {

  static final String PASSWORD = "a long walk on a short pier";

  private static final String GUEST = "grace@acme.test";
  private static final int CALLS_A_MINUTE = 3;

  private final DemoClient http;
  private final Progress progress;
  private final String organization;
  private final String organizationId;
  private final String jobId;
  private DemoClient owner;
  private DemoClient guest;

  Team(DemoClient http, Progress progress, String organizationId, String jobId) {
    this.http = http;
    this.progress = progress;
    this.organizationId = organizationId;
    this.jobId = jobId;
    this.organization = "/v1/organizations/" + organizationId;
    this.owner = http;
    this.guest = http;
  }

  void run() {
    progress.step("20a", "invite a second member, who joins", this::invite);
    progress.step("20b", "give them a role of your own, deny one thing", this::giveRole);
    progress.step("20c", "an API key reaches its limit", this::reachLimit);
  }

  private void invite() {
    owner = signIn();
    owner
        .post(organization + "/invitations", Map.of("email", GUEST, "role", "member"))
        .is(201)
        .has("status", "pending");
    settle();
    String link = mail(GUEST, "invitation").text("data/0/links/0");
    String token = link.substring(link.indexOf("token=") + "token=".length());
    Reply joined =
        http.anonymous()
            .post(
                "/v1/auth/sign-up",
                Map.of(
                    "email", GUEST,
                    "password", PASSWORD,
                    "name", "Grace",
                    "invitationToken", token))
            .is(201)
            .has("status", "signed_in");
    guest = http.as(joined.text("sessionToken"));
    guest.put("/v1/session/organization", Map.of("organizationId", organizationId)).is(200);
    Reply members = owner.get(organization + "/members").is(200);
    members.check(members.list("data").size() == 2, "there are not two members");
  }

  /** With the password and, on a device nobody trusts yet, a mailed code. */
  private DemoClient signIn() {
    Reply challenge =
        http.anonymous()
            .post("/v1/auth/sign-in", Map.of("email", Storyline.EMAIL, "password", PASSWORD))
            .is(200)
            .has("status", "second_factor_required");
    settle();
    Reply signedIn =
        http.anonymous()
            .post(
                "/v1/auth/second-factor",
                Map.of(
                    "challengeId", challenge.text("challengeId"),
                    "method", "email_code",
                    "code", mail(Storyline.EMAIL, "sign-in-code").text("data/0/code")))
            .is(200);
    return http.as(signedIn.text("sessionToken"));
  }

  private void giveRole() {
    String role =
        owner
            .post(
                organization + "/roles",
                Map.of(
                    "name",
                    "observer",
                    "permissions",
                    List.of("platforms:read", "provisioning:read")))
            .is(201)
            .text("id");
    String guestId = guest.get("/v1/users/me").is(200).text("id");
    owner
        .patch(organization + "/members/" + guestId, Map.of("role", "custom", "roleId", role))
        .is(200)
        .has("roleName", "observer");
    guest.get("/v1/provisioning/jobs/" + jobId).is(200);
    owner
        .put(
            organization + "/permission-grants",
            Map.of(
                "userId", guestId,
                "permission", "provisioning:read",
                "effect", "deny",
                "reason", "not yet"))
        .is(200);
    guest.get("/v1/platforms").is(200);
    guest.get("/v1/provisioning/jobs/" + jobId).is(403).has("code", "PERMISSION_DENIED");
  }

  private void reachLimit() {
    DemoClient key =
        http.as(
            owner
                .post(
                    organization + "/api-keys",
                    Map.of(
                        "name", "three a minute",
                        "permissions", List.of("platforms:read"),
                        "rateLimit", Map.of("windowMs", 60_000, "max", CALLS_A_MINUTE)))
                .is(201)
                .text("key"));
    for (int call = 0; call < CALLS_A_MINUTE; call++) {
      key.get("/v1/platforms").is(200);
    }
    key.get("/v1/platforms").is(429).has("code", "API_KEY_RATE_LIMITED");
  }

  private Reply mail(String to, String template) {
    return http.get("/v1/sandbox/mail?to=%s&template=%s".formatted(to, template)).is(200);
  }

  private void settle() {
    http.post("/v1/sandbox/settle", Map.of()).is(200).has("idle", true);
  }
}
