package dev.freehold.functions.identity.factor;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.factor.TwoFactorService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One's own authenticator and its backup codes. */
public class TwoFactorFunctions {

  private final HttpEdge edge;
  private final TwoFactorService twoFactors;

  TwoFactorFunctions(HttpEdge edge, TwoFactorService twoFactors) {
    this.edge = edge;
    this.twoFactors = twoFactors;
  }

  private static UUID sessionId(Caller caller) {
    return Objects.requireNonNull(caller.sessionId());
  }

  /** Where one stands. */
  @RegisterForReflection
  record TwoFactorView(boolean enabled, @Nullable Instant enabledAt, long backupCodesRemaining) {}

  @Funq("identity-get-two-factor")
  @Http(
      route = "GET /v1/users/me/two-factor",
      access = Access.SELF,
      answer = TwoFactorView.class,
      summary = "Says whether an authenticator is enabled, and how many backup codes are left.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var standing = twoFactors.get(call.caller().user());
          return Answer.ok(
              new TwoFactorView(
                  standing.enabled(), standing.enabledAt(), standing.backupCodesRemaining()));
        });
  }

  /** Shown once; null in a repeated answer. */
  @RegisterForReflection
  record StartedView(@Nullable String secret, @Nullable String otpauthUri) {}

  @Funq("identity-start-two-factor")
  @Http(
      route = "POST /v1/users/me/two-factor",
      access = Access.SELF,
      fresh = true,
      answer = StartedView.class,
      status = 201,
      errors = "ALREADY_ENABLED",
      transaction = false,
      summary = "Shows the secret of a new authenticator; it counts once it is confirmed.")
  public APIGatewayV2HTTPResponse start(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var started = twoFactors.start(call.caller().user());
          return Answer.created(
                  "/v1/users/me/two-factor",
                  new StartedView(started.secret(), started.otpauthUri()))
              .withoutSecrets(new StartedView(null, null));
        });
  }

  /** A code of the authenticator. */
  @RegisterForReflection
  record TypedCode(@NotBlank @Size(max = 40) String code) {}

  /** Shown once; null in a repeated answer. */
  @RegisterForReflection
  record BackupCodesView(@Nullable List<String> backupCodes) {}

  @Funq("identity-confirm-two-factor")
  @Http(
      route = "POST /v1/users/me/two-factor/confirm",
      access = Access.SELF,
      fresh = true,
      body = TypedCode.class,
      answer = BackupCodesView.class,
      errors = {"NOT_STARTED", "CODE_WRONG"},
      transaction = false,
      summary = "Enables the authenticator and shows ten backup codes; trusted devices end.")
  public APIGatewayV2HTTPResponse confirm(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, TypedCode body) ->
            codes(twoFactors.confirm(call.caller().user(), sessionId(call.caller()), body.code())));
  }

  private static Answer codes(List<String> codes) {
    return Answer.ok(new BackupCodesView(codes)).withoutSecrets(new BackupCodesView(null));
  }

  /** A code of the authenticator, or a backup code. */
  @RegisterForReflection
  record DisableTwoFactor(@NotBlank @Size(max = 40) String code) {}

  @Funq("identity-disable-two-factor")
  @Http(
      route = "POST /v1/users/me/two-factor/disable",
      access = Access.SELF,
      fresh = true,
      body = DisableTwoFactor.class,
      status = 204,
      errors = {"NOT_ENABLED", "TWO_FACTOR_DEMANDED", "TOO_MANY_ATTEMPTS", "CODE_WRONG"},
      transaction = false,
      summary = "Takes the authenticator away, with backup codes and trusted devices.")
  public APIGatewayV2HTTPResponse disable(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, DisableTwoFactor body) -> {
          twoFactors.disable(call.caller().user(), sessionId(call.caller()), body.code());
          return Answer.noContent();
        });
  }

  @Funq("identity-renew-backup-codes")
  @Http(
      route = "POST /v1/users/me/two-factor/backup-codes",
      access = Access.SELF,
      fresh = true,
      body = TypedCode.class,
      answer = BackupCodesView.class,
      errors = {"NOT_ENABLED", "TOO_MANY_ATTEMPTS", "CODE_WRONG"},
      transaction = false,
      summary = "Shows ten new backup codes; the old ones end.")
  public APIGatewayV2HTTPResponse renew(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, TypedCode body) ->
            codes(
                twoFactors.renewBackupCodes(
                    call.caller().user(), sessionId(call.caller()), body.code())));
  }
}
