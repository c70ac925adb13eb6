package dev.freehold.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import dev.freehold.stripe.WebhookSignature.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
  private static final String BODY = "{\"id\": \"evt_1\",\n \"type\":\"invoice.paid\"}";

  private final WebhookSignature signature =
      judging(Optional.of("whsec_new"), Optional.of("whsec_old"));

  private static WebhookSignature judging(Optional<String> secret, Optional<String> previous) {
    return new WebhookSignature(
        FixedStripeConfig.signing(secret, previous), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** As Stripe's own client makes it. */
  private static String header(String body, String secret, Instant at)
      throws GeneralSecurityException {
    return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
  }

  private Verdict judge(String header, String body) {
    return signature.judge(header, body.getBytes(StandardCharsets.UTF_8));
  }

  // billing §7.9
  @ParameterizedTest
  @CsvSource({"whsec_new, GENUINE", "whsec_old, GENUINE", "whsec_other, INVALID"})
  void eitherOfTwoSecretsIsAccepted(String secret, Verdict verdict) throws Exception {
    assertThat(judge(header(BODY, secret, NOW), BODY)).isEqualTo(verdict);
  }

  // billing §7.9
  @ParameterizedTest
  @CsvSource({"-301, EXPIRED", "-300, GENUINE", "300, GENUINE", "301, EXPIRED"})
  void theToleranceHoldsBothWaysToTheSecond(long seconds, Verdict verdict) throws Exception {
    var at = NOW.plus(Duration.ofSeconds(seconds));

    assertThat(judge(header(BODY, "whsec_new", at), BODY)).isEqualTo(verdict);
  }

  // billing §7.10
  @Test
  void aBodyChangedByOneByteOrWrittenAnewIsRefused() throws Exception {
    var header = header(BODY, "whsec_new", NOW);

    assertThat(judge(header, BODY.replace("evt_1", "evt_2"))).isEqualTo(Verdict.INVALID);
    assertThat(judge(header, BODY.replace("\n ", ""))).isEqualTo(Verdict.INVALID);
  }

  // billing §7.11
  @Test
  void withoutASecretNothingIsJudged() throws Exception {
    var none = judging(Optional.empty(), Optional.empty());

    assertThat(none.judge(header(BODY, "whsec_new", NOW), BODY.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Verdict.NOT_CONFIGURED);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "t=1775037600",
        "v1=00",
        "t=1775037600,v1=",
        "t=x,v1=abc",
        "t=99999999999999999999,v1=00",
        ",,,=",
        "t=1775037600,v0=0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNoSignatureIsRefused(String header) {
    assertThat(judge(header, BODY)).isEqualTo(Verdict.INVALID);
  }

  @Test
  void oneMatchAmongManyIsEnough() throws Exception {
    var header = header(BODY, "whsec_new", NOW);
    var other = "v1=" + "0".repeat(64);

    assertThat(judge(header.replace(",v1=", "," + other + ",v1="), BODY))
        .isEqualTo(Verdict.GENUINE);
  }

  @Test
  void whatIsSignedHereIsWhatStripeSigns() throws Exception {
    var bytes = BODY.getBytes(StandardCharsets.UTF_8);

    assertThat(WebhookSignature.header(bytes, "whsec_new", NOW))
        .isEqualTo(header(BODY, "whsec_new", NOW));
  }
}
