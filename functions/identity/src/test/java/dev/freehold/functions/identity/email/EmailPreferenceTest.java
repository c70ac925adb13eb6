package dev.freehold.functions.identity.email;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.mail.UnsubscribeLinks;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-list-email-preferences, -set-email-preference, -unsubscribe-email. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class EmailPreferenceTest {

  @Inject EmailPreferenceFunctions preferences;
  @Inject UnsubscribeLinks links;

  private final UUID user = Rows.user();
  private final String token = Rows.session(user, Rows.organization(user));

  private TreeMap<String, Boolean> all() {
    JsonNode answer =
        json(preferences.list(Events.get("/v1/users/me/email-preferences").bearer(token).build()));
    var all = new TreeMap<String, Boolean>();
    answer
        .get("data")
        .forEach(row -> all.put(row.get("emailType").asText(), row.get("subscribed").asBoolean()));
    return all;
  }

  private APIGatewayV2HTTPResponse set(String type, String body) {
    return preferences.set(
        Events.of("PUT", "/v1/users/me/email-preferences/" + type)
            .bearer(token)
            .json(body)
            .build());
  }

  private String unsubscribe(String unsubscribeToken) {
    return outcome(
        preferences.unsubscribe(
            Events.post("/v1/email-preferences/unsubscribe?token=" + unsubscribeToken)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .raw("List-Unsubscribe=One-Click".getBytes(StandardCharsets.UTF_8))
                .build()));
  }

  @Test
  void everyTypeIsToldAndAtFirstAllButMarketingIsWanted() {
    assertThat(all())
        .hasSize(6)
        .containsEntry("marketing", false)
        .containsEntry("product_updates", true)
        .containsEntry("payment_receipts", true)
        .containsEntry("usage_alerts", true)
        .containsEntry("deployment_results", true)
        .containsEntry("support_updates", true);
  }

  @Test
  void whatIsChosenHolds() {
    var answer = set("marketing", "{\"subscribed\":true}");
    set("usage_alerts", "{\"subscribed\":false}");

    assertThat(answer.getBody()).isEqualTo("{\"emailType\":\"marketing\",\"subscribed\":true}");
    assertThat(all()).containsEntry("marketing", true).containsEntry("usage_alerts", false);
    set("marketing", "{\"subscribed\":false}");
    assertThat(all()).containsEntry("marketing", false);
  }

  @Test
  void unknownTypesAndEmptyBodiesAreRefused() {
    assertThat(outcome(set("security", "{\"subscribed\":false}"))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(set("marketing", "{}"))).isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void oneClickEndsOneType() {
    String link = links.token(user, "usage_alerts");

    assertThat(unsubscribe(link)).isEqualTo("204");
    assertThat(unsubscribe(link)).as("again").isEqualTo("204");

    assertThat(all()).containsEntry("usage_alerts", false).containsEntry("support_updates", true);
  }

  @Test
  void anEmptyBodyIsEnough() {
    var answer =
        preferences.unsubscribe(
            Events.post(
                    "/v1/email-preferences/unsubscribe?token="
                        + links.token(user, "support_updates"))
                .build());

    assertThat(outcome(answer)).isEqualTo("204");
    assertThat(all()).containsEntry("support_updates", false);
  }

  @Test
  void tokensOfNobodyEndNothing() {
    String right = links.token(user, "usage_alerts");
    String last = right.endsWith("A") ? "B" : "A";

    assertThat(unsubscribe(right.substring(0, 10))).isEqualTo("410 TOKEN_GONE");
    assertThat(unsubscribe(right.substring(0, right.length() - 3) + last + "ZZ"))
        .isEqualTo("410 TOKEN_GONE");
    assertThat(unsubscribe("fhu_***")).isEqualTo("410 TOKEN_GONE");
    assertThat(unsubscribe(links.token(UUID.randomUUID(), "usage_alerts")))
        .isEqualTo("410 TOKEN_GONE");
    assertThat(unsubscribe(links.token(user, "security"))).isEqualTo("410 TOKEN_GONE");
    Owner.update("UPDATE identity.users SET deleted_at = ? WHERE id = ?", Rows.NOW, user);
    assertThat(unsubscribe(right)).isEqualTo("410 TOKEN_GONE");
    assertThat(
            Owner.count("SELECT count(*) FROM identity.email_preferences WHERE user_id = ?", user))
        .isZero();
  }
}
