package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Tenant;
import java.util.Map;

/** Joining another's organization, by mail as people do. */
final class Members {

  private Members() {}

  /**
   * @return the guest's session, which now belongs to a member
   */
  static String join(Client asOwner, Tenant owner, Tenant guest, String role) {
    asOwner
        .post(
            "/v1/organizations/%s/invitations".formatted(owner.organizationId()),
            Map.of("email", guest.email(), "role", role))
        .is(201);
    HTTP.as(guest.session())
        .post(
            "/v1/invitations/accept",
            Map.of("token", Tenant.token(HTTP, "invitation", guest.email())))
        .is(200);
    return guest.session();
  }
}
