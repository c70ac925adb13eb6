package dev.freehold.identity.provider;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.provider.ProviderClient.Identity;
import dev.freehold.identity.recovery.RedirectPath;
import dev.freehold.identity.signin.Admission;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.identity.signin.SignInResult;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.edge.Throttles;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at a provider: the browser is sent there with a state of its own, and comes back with
 * a code. Opens its own transactions; none may be under way.
 */
@ApplicationScoped
public class ProviderSignIn {

  private static final String STATE_PREFIX = "fhp_";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Sql sql;
  private final Instance<ProviderClient> clients;
  private final ProviderStates states;
  private final ProviderAccounts accounts;
  private final ProviderSignUp signUps;
  private final Admission admission;
  private final Attempts attempts;
  private final Throttles throttles;
  private final Users users;
  private final Transactions transactions;
  private final IdentityConfig.Throttle config;
  private final Clock clock;
  private final String apiUrl;

  ProviderSignIn(
      Sql sql,
      @Any Instance<ProviderClient> clients,
      ProviderStates states,
      ProviderAccounts accounts,
      ProviderSignUp signUps,
      Admission admission,
      Attempts attempts,
      Throttles throttles,
      Users users,
      Transactions transactions,
      IdentityConfig config,
      Clock clock,
      @ConfigProperty(name = "freehold.http.api-url") String apiUrl) {
    this.sql = sql;
    this.clients = clients;
    this.states = states;
    this.accounts = accounts;
    this.signUps = signUps;
    this.admission = admission;
    this.attempts = attempts;
    this.throttles = throttles;
    this.users = users;
    this.transactions = transactions;
    this.config = config.throttle();
    this.clock = clock;
    this.apiUrl = apiUrl.replaceAll("/+$", "");
  }

  /** Somebody signed in, by a session just found fresh. */
  public record Linker(UUID userId, UUID sessionId) {}

  /**
   * What a person wants.
   *
   * @param redirectPath of the app, see {@link RedirectPath}
   * @param linker null = signs in
   */
  public record Asked(
      @Nullable String redirectPath, @Nullable String invitationToken, @Nullable Linker linker) {}

  /** Where the browser goes, and the cookie it brings back. */
  public record Started(URI authorizationUrl, String cookie, Duration lifetime) {}

  /**
   * @throws Refusal {@code NOT_FOUND}, {@code VALIDATION_FAILED}, {@code TOO_MANY_REQUESTS}, {@code
   *     PROVIDER_REFUSED}
   */
  public Started start(String providerWord, Asked asked) {
    ProviderClient client = client(providerWord);
    RedirectPath.check("redirectPath", asked.redirectPath());
    throttle();
    String token = Secrets.token(STATE_PREFIX);
    String cookie = Secrets.token("");
    String nonce = Secrets.token("");
    String verifier = Secrets.token("");
    URI authorizationUrl =
        client.authorizationUrl(
            new ProviderClient.Authorization(
                redirectUri(client.provider()), token, nonce, challenge(verifier)));
    Linker linker = asked.linker();
    states.open(
        token,
        new ProviderState(
            client.provider().word(),
            ProviderStates.hash(cookie),
            nonce,
            verifier,
            asked.redirectPath(),
            asked.invitationToken(),
            linker == null ? null : linker.userId(),
            linker == null ? null : linker.sessionId()));
    return new Started(authorizationUrl, cookie, ProviderStates.LIFETIME);
  }

  private ProviderClient client(String word) {
    return Provider.of(word)
        .flatMap(
            provider ->
                clients.stream()
                    .filter(client -> client.provider() == provider && client.isConfigured())
                    .findFirst())
        .orElseThrow(() -> KernelRefusal.notFound("provider"));
  }

  private void throttle() {
    byte[] network = attempts.ofNetwork(Call.current().ipAddress());
    if (network != null) {
      throttles
          .take("sign-in-ip", network, config.signInIp(), HOUR)
          .ifPresent(
              wait -> {
                throw KernelRefusal.TOO_MANY_REQUESTS
                    .because("too many sign-ins from this network")
                    .retryAfter(wait);
              });
    }
  }

  private URI redirectUri(Provider provider) {
    return URI.create(apiUrl + "/v1/auth/providers/" + provider.word() + "/callback");
  }

  static String challenge(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Hashes.sha256(verifier));
  }

  /** What the browser brought back. */
  public record Returned(
      @Nullable String state,
      @Nullable String code,
      @Nullable String error,
      @Nullable String cookie,
      @Nullable String deviceToken) {}

  /**
   * How it ended.
   *
   * @param signIn null where an account was linked
   */
  public record Landing(@Nullable SignInResult signIn, @Nullable String redirectPath) {}

  /**
   * @throws Refusal {@code NOT_FOUND}, {@code STATE_INVALID}, {@code PROVIDER_REFUSED}, {@code
   *     PROVIDER_EMAIL_UNVERIFIED}, {@code ACCOUNT_LINK_REQUIRED}, {@code ACCOUNT_ALREADY_LINKED},
   *     {@code ACCOUNT_BANNED}, {@code ACCOUNT_DISABLED}, {@code SIGN_UP_CLOSED}
   */
  public Landing finish(String providerWord, Returned returned) {
    ProviderClient client = client(providerWord);
    Provider provider = client.provider();
    ProviderState state = states.claim(provider, returned.state(), returned.cookie());
    String code = returned.code();
    if (returned.error() != null || code == null) {
      throw ProviderHttp.refused("the person or the provider said no");
    }
    Identity identity =
        client.identify(
            new ProviderClient.Code(redirectUri(provider), code, state.nonce(), state.verifier()));
    UUID linker = state.linkUserId();
    if (linker != null) {
      link(linker, state, provider, identity);
      return new Landing(null, state.redirectPath());
    }
    return new Landing(
        signIn(provider, identity, state, returned.deviceToken()), state.redirectPath());
  }

  private SignInResult signIn(
      Provider provider, Identity identity, ProviderState state, @Nullable String deviceToken) {
    Optional<UUID> owner =
        transactions.requiresNew(() -> accounts.owner(provider, identity.subject()));
    if (owner.isEmpty()) {
      return signUps.signUp(provider, identity, state.invitationToken(), deviceToken);
    }
    UUID userId = owner.get();
    return transactions
        .inScope(
            Scope.user(userId),
            () -> {
              accounts.keepTokens(userId, provider, identity);
              return admission.admit(userId, provider.word(), deviceToken);
            })
        .orThrow();
  }

  private void link(UUID userId, ProviderState state, Provider provider, Identity identity) {
    transactions.run(
        Scope.user(userId),
        () -> {
          users.lock(userId);
          requireSession(userId, state);
          if (accounts.link(userId, provider, identity)) {
            accounts.tell(userId, provider);
          } else if (!isMine(userId, provider, identity)) {
            throw IdentityRefusal.ACCOUNT_ALREADY_LINKED.because(
                "the account opens somebody else's");
          }
        });
  }

  /** Who has signed out, or was put out, in the meantime links nothing. */
  private void requireSession(UUID userId, ProviderState state) {
    boolean isLive =
        sql.one(
            """
            SELECT EXISTS (SELECT 1 FROM identity.sessions
              WHERE id = ? AND user_id = ? AND expires_at > ?) AS live
            """,
            row -> row.bool("live"),
            state.linkSessionId(),
            userId,
            clock.instant());
    if (!isLive) {
      throw IdentityRefusal.STATE_INVALID.because("the session that asked has ended");
    }
  }

  private boolean isMine(UUID userId, Provider provider, Identity identity) {
    return accounts.owner(provider, identity.subject()).filter(userId::equals).isPresent();
  }
}
