package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Getting more in an organization than its owner gave, or keeping it after it was taken away. */
class MembershipTest {

  private Tenant ada;
  private Client asAda;
  private Tenant bob;
  private Client asBob;
  private String organization;

  @BeforeEach
  void signUp() {
    ada = Tenant.signUp(HTTP);
    asAda = HTTP.as(ada.session());
    bob = Tenant.signUp(HTTP);
    asBob = HTTP.as(bob.session()).with("X-Organization-Id", ada.organizationId());
    organization = "/v1/organizations/" + ada.organizationId();
  }

  private String idOf(Client caller) {
    return caller.get("/v1/session").is(200).text("/user/id");
  }

  @Test
  void anAdminMakesNoOwner() {
    Members.join(asAda, ada, bob, "admin");
    String bobsId = idOf(asBob);

    asBob
        .post(organization + "/invitations", Map.of("email", "eve@acme.test", "role", "owner"))
        .refused(403, "ESCALATION");
    asBob
        .patch(organization + "/members/" + bobsId, Map.of("role", "owner"))
        .refused(403, "ESCALATION");
    asBob
        .post(organization + "/transfer", Map.of("userId", bobsId))
        .refused(403, "PERMISSION_DENIED");
  }

  @Test
  void anAdminPutsNoOwnersPermissionIntoARoleOrAGrant() {
    Members.join(asAda, ada, bob, "admin");

    asBob
        .post(
            organization + "/roles",
            Map.of("name", "boss", "permissions", List.of("organizations:delete")))
        .refused(403, "ESCALATION");
    asBob
        .put(
            organization + "/permission-grants",
            Map.of("userId", idOf(asBob), "permission", "organizations:delete", "effect", "allow"))
        .refused(403, "ESCALATION");
    asBob
        .post(
            organization + "/api-keys",
            Map.of("name", "k", "permissions", List.of("organizations:delete")))
        .refused(403, "ESCALATION");
  }

  /** Who may invite gives no more than they hold themselves. */
  @Test
  void aRoleThatMayInviteMakesNoAdmin() {
    String role =
        asAda
            .post(
                organization + "/roles",
                Map.of("name", "greeter", "permissions", List.of("members:read", "members:invite")))
            .is(201)
            .text("/id");
    asAda
        .post(
            organization + "/invitations",
            Map.of("email", bob.email(), "role", "custom", "roleId", role))
        .is(201);
    HTTP.as(bob.session())
        .post(
            "/v1/invitations/accept",
            Map.of("token", Tenant.token(HTTP, "invitation", bob.email())))
        .is(200);

    for (String wanted : List.of("admin", "member", "owner")) {
      asBob
          .post(organization + "/invitations", Map.of("email", "eve@acme.test", "role", wanted))
          .refused(403, "ESCALATION");
    }
  }

  /** A forwarded invitation is no ticket: it is for whose address it names. */
  @Test
  void anInvitationIsForOneAddress() {
    Tenant eve = Tenant.signUp(HTTP);
    asAda
        .post(organization + "/invitations", Map.of("email", bob.email(), "role", "admin"))
        .is(201);
    String token = Tenant.token(HTTP, "invitation", bob.email());

    HTTP.as(eve.session())
        .post("/v1/invitations/accept", Map.of("token", token))
        .refused(403, "INVITATION_NOT_YOURS");
    HTTP.as(bob.session()).post("/v1/invitations/accept", Map.of("token", token)).is(200);
  }

  @Test
  void aRevokedInvitationIsDead() {
    String id =
        asAda
            .post(organization + "/invitations", Map.of("email", bob.email(), "role", "admin"))
            .is(201)
            .text("/id");
    String token = Tenant.token(HTTP, "invitation", bob.email());
    asAda.send("DELETE", organization + "/invitations/" + id, null).is(204);

    HTTP.as(bob.session())
        .post("/v1/invitations/accept", Map.of("token", token))
        .refused(410, "INVITATION_GONE");
  }

  /** identity §8.6: from the next call on, by session and by key. */
  @Test
  void aRemovedMemberIsOutAtOnce() {
    Members.join(asAda, ada, bob, "member");
    String bobsId = idOf(asBob);
    String key =
        HTTP.as(bob.session())
            .post(
                organization + "/api-keys",
                Map.of("name", "mine", "permissions", List.of("platforms:read")))
            .is(201)
            .text("/key");
    HTTP.as(key).get("/v1/platforms").is(200);
    asBob.get(organization + "/members").is(200);

    asAda.send("DELETE", organization + "/members/" + bobsId, null).is(204);

    HTTP.as(key).get("/v1/platforms").refused(401, "UNAUTHENTICATED");
    asBob.get(organization + "/members").refused(404, "NOT_FOUND");
  }

  /** A denial holds from the next call on, and a role's change too. */
  @Test
  void whatIsTakenAwayIsGoneAtOnce() {
    Members.join(asAda, ada, bob, "admin");
    String bobsId = idOf(asBob);
    asBob.get(organization + "/invitations").is(200);
    asAda
        .put(
            organization + "/permission-grants",
            Map.of("userId", bobsId, "permission", "members:invite", "effect", "deny"))
        .is(200);
    asBob.get(organization + "/invitations").refused(403, "PERMISSION_DENIED");
    asBob.get(organization + "/audit/authentication").is(200);

    asAda.patch(organization + "/members/" + bobsId, Map.of("role", "member")).is(200);

    asBob.get(organization + "/audit/authentication").refused(403, "PERMISSION_DENIED");
  }

  /** identity §8.6: a ban ends sessions and keys; lifting it revives no session. */
  @Test
  void whoIsBannedIsOutAtOnce() {
    Client operator = Target.operator();
    String bobsId = idOf(HTTP.as(bob.session()));
    String key = bob.key(HTTP, "platforms:read");

    operator
        .post("/v1/admin/users/%s/ban".formatted(bobsId), Map.of("reason", "looked at"))
        .is(200);

    HTTP.as(bob.session()).get("/v1/session").refused(401, "UNAUTHENTICATED");
    HTTP.as(key).get("/v1/platforms").refused(401, "UNAUTHENTICATED");
    HTTP.post("/v1/auth/sign-in", Map.of("email", bob.email(), "password", Tenant.PASSWORD))
        .refused(403, "ACCOUNT_BANNED");
    operator.post("/v1/admin/users/%s/unban".formatted(bobsId), Map.of()).is(200);
    HTTP.as(bob.session()).get("/v1/session").refused(401, "UNAUTHENTICATED");
    HTTP.as(key).get("/v1/platforms").is(200);
  }

  /** A session that acts for somebody changes nothing of their account. */
  @Test
  void anImpersonatorTakesNoAccountOver() {
    Client operator = Target.operator();
    String bobsId = idOf(HTTP.as(bob.session()));
    Client asIf =
        HTTP.as(
            operator
                .post(
                    "/v1/admin/users/%s/impersonate".formatted(bobsId),
                    Map.of("reason", "ticket 4711 about a broken page"))
                .is(201)
                .text("/sessionToken"));
    asIf.get("/v1/users/me").is(200);

    asIf.patch("/v1/users/me", Map.of("name", "Mallory")).refused(403, "IMPERSONATION_FORBIDDEN");
    asIf.post(
            "/v1/users/me/password",
            Map.of("currentPassword", "x", "newPassword", "a brisk run up the harbour wall"))
        .refused(403, "IMPERSONATION_FORBIDDEN");
    asIf.post("/v1/users/me/emails", Map.of("email", "eve@acme.test"))
        .refused(403, "IMPERSONATION_FORBIDDEN");
    asIf.post(
            "/v1/organizations/%s/api-keys".formatted(bob.organizationId()),
            Map.of("name", "k", "permissions", List.of("platforms:read")))
        .refused(403, "IMPERSONATION_FORBIDDEN");
    asIf.get("/v1/admin/users").refused(403, "PERMISSION_DENIED");
  }
}
