package dev.freehold.identity.invitation;

import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Pepper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.UUID;

/**
 * Tokens of invitations: made again from id and version whenever a mail needs one, kept nowhere.
 */
@ApplicationScoped
class InvitationTokens {

  private static final String PREFIX = "fhi_";

  private final Pepper pepper;

  InvitationTokens(Pepper pepper) {
    this.pepper = pepper;
  }

  String of(UUID invitationId, int version) {
    byte[] keyed = pepper.hmac("invitation", invitationId.toString(), Integer.toString(version));
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(keyed);
  }

  static byte[] hash(String token) {
    return Hashes.sha256(token);
  }
}
