package dev.freehold.functions.identity.key;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.key.ApiKey;
import dev.freehold.identity.key.ApiKeyVerifier;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judging and counting somebody's key. */
public class ApiKeyVerificationFunctions {

  private final HttpEdge edge;
  private final ApiKeyVerifier verifier;

  ApiKeyVerificationFunctions(HttpEdge edge, ApiKeyVerifier verifier) {
    this.edge = edge;
    this.verifier = verifier;
  }

  /** {@code cost}: how many calls this one counts for; 1 when left out. */
  @RegisterForReflection
  record VerifyApiKey(
      @NotBlank @Size(max = 200) String key,
      @Nullable @Size(max = 100) List<@NotBlank String> permissions,
      @Nullable @Min(1) @Max(1000) Integer cost) {}

  /** The key's window; limit and remaining null where it is not limited. */
  @RegisterForReflection
  record WindowView(@Nullable Integer limit, @Nullable Integer remaining, Instant resetsAt) {}

  /** All but {@code valid} and {@code code} null for an invalid key. */
  @RegisterForReflection
  record VerificationView(
      boolean valid,
      String code,
      @Nullable UUID keyId,
      @Nullable UUID organizationId,
      @Nullable UUID userId,
      ApiKey.@Nullable Kind kind,
      @Nullable List<String> permissions,
      @Nullable Long remaining,
      @Nullable WindowView rateLimit,
      @Nullable Instant expiresAt,
      @Nullable JsonNode metadata) {

    static VerificationView of(ApiKeyVerifier.Judgement judged) {
      ApiKeyVerifier.Window window = judged.window();
      return new VerificationView(
          judged.code() == ApiKeyVerifier.Code.VALID,
          judged.code().name(),
          judged.keyId(),
          judged.organizationId(),
          judged.userId(),
          judged.kind(),
          judged.permissions(),
          judged.remaining(),
          window == null
              ? null
              : new WindowView(window.limit(), window.remaining(), window.resetsAt()),
          judged.expiresAt(),
          judged.metadata());
    }
  }

  @Funq("identity-verify-api-key")
  @Http(
      route = "POST /v1/api-keys/verify",
      permission = "keys:verify",
      body = VerifyApiKey.class,
      answer = VerificationView.class,
      errors = {"UNKNOWN_PERMISSION"},
      transaction = false,
      idempotent = false,
      readOnly = true,
      summary = "Judges a key and counts the call.")
  public APIGatewayV2HTTPResponse verify(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, VerifyApiKey body) -> {
          List<String> wanted = Objects.requireNonNullElse(body.permissions(), List.of());
          PermissionCheck.checkKnown(wanted);
          // A cross-organization key may ask for any key; everybody else for their own.
          UUID organization = call.caller().crossOrganization() ? null : call.organizationId();
          return Answer.ok(
              VerificationView.of(
                  verifier.verify(
                      body.key(),
                      organization,
                      wanted,
                      Objects.requireNonNullElse(body.cost(), 1))));
        });
  }
}
