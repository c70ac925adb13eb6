package dev.freehold.identity.provider;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.Verification;
import dev.freehold.identity.signin.Verifications;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** States of sign-ins at providers: bound to the browser, and used once. */
@ApplicationScoped
class ProviderStates {

  static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Verifications verifications;
  private final SecretBox box;
  private final Transactions transactions;
  private final Clock clock;
  private final Ids ids;

  ProviderStates(
      Verifications verifications, SecretBox box, Transactions transactions, Clock clock, Ids ids) {
    this.verifications = verifications;
    this.box = box;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
  }

  static String hash(String cookie) {
    return HexFormat.of().formatHex(Hashes.sha256(cookie));
  }

  void open(String token, ProviderState state) {
    var id = ids.next();
    var user = state.linkUserId();
    var opening =
        new Verifications.Opening(
            id,
            Verifications.PROVIDER_STATE,
            user,
            null,
            box.seal(Json.write(state), Verifications.TABLE, Verifications.PAYLOAD, id),
            token,
            null,
            clock.instant().plus(LIFETIME),
            null);
    transactions.run(
        user == null ? Scope.none() : Scope.user(user), () -> verifications.open(opening));
  }

  /**
   * Uses the state up, whatever comes of it; one that is not this browser's is left alone.
   *
   * @throws Refusal {@code STATE_INVALID}
   */
  ProviderState claim(Provider provider, @Nullable String token, @Nullable String cookie) {
    if (token == null || cookie == null) {
      throw invalid();
    }
    Verification found =
        transactions
            .requiresNew(() -> verifications.findByToken(Verifications.PROVIDER_STATE, token))
            .orElseThrow(ProviderStates::invalid);
    byte[] payload = found.payload();
    if (payload == null) {
      throw invalid();
    }
    ProviderState state =
        Json.read(
            box.openText(payload, Verifications.TABLE, Verifications.PAYLOAD, found.id()),
            ProviderState.class);
    boolean isOurs =
        MessageDigest.isEqual(
            state.cookieHash().getBytes(StandardCharsets.US_ASCII),
            hash(cookie).getBytes(StandardCharsets.US_ASCII));
    if (!isOurs
        || !state.provider().equals(provider.word())
        || !transactions.requiresNew(() -> verifications.consume(found.id()))) {
      throw invalid();
    }
    return state;
  }

  private static Refusal invalid() {
    return IdentityRefusal.STATE_INVALID.because("the sign-in is used, too old or of elsewhere");
  }
}
