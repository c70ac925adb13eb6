package dev.freehold.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.mail.MailConfig;
import dev.freehold.kernel.mail.MailTransport.Outgoing;
import dev.freehold.kernel.mail.MailTransport.OverRate;
import dev.freehold.testing.AwsEndpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/** The real client against a server that answers as SES does. */
class SesTransportTest {

  private record FixedMailConfig(
      String transport,
      String from,
      int maxAttempts,
      Duration retention,
      Duration bodyRetention,
      Smtp smtp)
      implements MailConfig {}

  private record NoSmtp(
      String host, int port, Optional<String> user, Optional<String> secret, boolean tls)
      implements MailConfig.Smtp {}

  private final AwsEndpoint ses = new AwsEndpoint();
  private final SesTransport transport =
      new SesTransport(
          new FixedMailConfig(
              "ses",
              "Freehold <no-reply@freehold.test>",
              8,
              Duration.ofDays(400),
              Duration.ofDays(30),
              new NoSmtp("", 0, Optional.empty(), Optional.empty(), false)));
  private final Outgoing mail =
      new Outgoing(
          UUID.randomUUID(),
          "ada@acme.test",
          "sign-up-code",
          "Your code",
          "123456",
          "<b>123456</b>",
          Map.of("X-Kind", "code"));

  @AfterEach
  void stop() {
    ses.close();
  }

  @Test
  void mailIsSentWithBothBodiesAndOurReference() {
    ses.answers(200, "{\"MessageId\":\"0100018\"}");

    assertThat(transport.send(mail)).isEqualTo("0100018");

    JsonNode sent = Json.tree(ses.received().getFirst());
    assertThat(sent.path("FromEmailAddress").asText())
        .isEqualTo("Freehold <no-reply@freehold.test>");
    assertThat(sent.at("/Destination/ToAddresses/0").asText()).isEqualTo("ada@acme.test");
    assertThat(sent.at("/EmailTags/0/Value").asText()).isEqualTo(mail.id().toString());
    assertThat(sent.at("/Content/Simple/Subject/Data").asText()).isEqualTo("Your code");
    assertThat(sent.at("/Content/Simple/Body/Text/Data").asText()).isEqualTo("123456");
    assertThat(sent.at("/Content/Simple/Body/Html/Data").asText()).isEqualTo("<b>123456</b>");
    assertThat(sent.at("/Content/Simple/Headers/0/Name").asText()).isEqualTo("X-Kind");
  }

  @Test
  void rateThatIsExceededIsNoFaultOfTheMail() {
    ses.answers(
        429,
        "{\"__type\":\"TooManyRequestsException\",\"message\":\"Maximum sending rate exceeded.\"}");

    assertThatThrownBy(() -> transport.send(mail)).isInstanceOf(OverRate.class);
  }

  @Test
  void refusalIsTheMailsOwn() {
    ses.answers(
        400, "{\"__type\":\"MessageRejected\",\"message\":\"Email address is not verified.\"}");

    assertThatThrownBy(() -> transport.send(mail)).isInstanceOf(SesV2Exception.class);
  }
}
