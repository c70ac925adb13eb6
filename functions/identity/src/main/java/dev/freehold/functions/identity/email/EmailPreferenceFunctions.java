package dev.freehold.functions.identity.email;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.email.EmailPreferences;
import dev.freehold.identity.email.EmailPreferences.Preference;
import dev.freehold.identity.email.EmailType;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;

/** Which mails one wants. */
public class EmailPreferenceFunctions {

  private final HttpEdge edge;
  private final EmailPreferences preferences;

  EmailPreferenceFunctions(HttpEdge edge, EmailPreferences preferences) {
    this.edge = edge;
    this.preferences = preferences;
  }

  /** One type of mail. */
  @RegisterForReflection
  record PreferenceView(EmailType emailType, boolean subscribed) {

    static PreferenceView of(Preference preference) {
      return new PreferenceView(preference.emailType(), preference.subscribed());
    }
  }

  /** All types. */
  @RegisterForReflection
  record PreferencesView(List<PreferenceView> data) {}

  @Funq("identity-list-email-preferences")
  @Http(
      route = "GET /v1/users/me/email-preferences",
      access = Access.SELF,
      answer = PreferencesView.class,
      summary = "Says of every type of mail whether one wants it.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                new PreferencesView(
                    preferences.list(call.caller().user()).stream()
                        .map(PreferenceView::of)
                        .toList())));
  }

  /** Wanted or not. */
  @RegisterForReflection
  record SetEmailPreference(@NotNull Boolean subscribed) {}

  @Funq("identity-set-email-preference")
  @Http(
      route = "PUT /v1/users/me/email-preferences/{emailType}",
      access = Access.SELF,
      body = SetEmailPreference.class,
      answer = PreferenceView.class,
      summary = "Says whether one wants a type of mail.")
  public APIGatewayV2HTTPResponse set(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, SetEmailPreference body) -> {
          EmailType type =
              EmailType.of(call.path("emailType"))
                  .orElseThrow(() -> KernelRefusal.notFound("type of mail"));
          return Answer.ok(
              PreferenceView.of(preferences.set(call.caller().user(), type, body.subscribed())));
        });
  }

  @Funq("identity-unsubscribe-email")
  @Http(
      route = "POST /v1/email-preferences/unsubscribe",
      access = Access.PUBLIC,
      query = "token",
      status = 204,
      errors = "TOKEN_GONE",
      transaction = false,
      idempotent = false,
      summary = "Ends a type of mail by the link every such mail carries (RFC 8058).")
  public APIGatewayV2HTTPResponse unsubscribe(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          preferences.unsubscribe(Objects.requireNonNull(call.query("token")));
          return Answer.noContent();
        });
  }
}
