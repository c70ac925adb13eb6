package dev.freehold.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.testing.AwsEndpoint;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.SnsException;

/** The real client against a server that answers as SNS does. */
class AlertsTest {

  private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";

  private final AwsEndpoint sns = new AwsEndpoint();

  @BeforeEach
  void accepts() {
    sns.answers(
        200,
        """
        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <PublishResult><MessageId>m-1</MessageId></PublishResult>
        </PublishResponse>
        """);
  }

  @AfterEach
  void stop() {
    sns.close();
  }

  @Test
  void topicIsToldSubjectAndText() {
    new Alerts(Optional.of(TOPIC)).tell("core.message.stuck", "{\"messageId\":\"m\"}");

    assertThat(sns.received()).hasSize(1);
    assertThat(form(sns.received().getFirst()))
        .containsEntry("TopicArn", TOPIC)
        .containsEntry("Subject", "core.message.stuck")
        .containsEntry("Message", "{\"messageId\":\"m\"}");
  }

  @Test
  void subjectIsCutAtWhatTheTopicTakes() {
    new Alerts(Optional.of(TOPIC)).tell("s".repeat(200), "text");

    assertThat(form(sns.received().getFirst()).get("Subject")).hasSize(100);
  }

  @Test
  void refusalOfTheTopicGoesUp() {
    sns.answers(403, "");

    assertThatThrownBy(() -> new Alerts(Optional.of(TOPIC)).tell("a", "b"))
        .isInstanceOf(SnsException.class);
  }

  @Test
  void withoutATopicTheLogSaysIt() {
    var lines = new CopyOnWriteArrayList<String>();
    var logger = Logger.getLogger("freehold.alert");
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      new Alerts(Optional.empty()).tell("core.schedule.missed", "billing-sweep");
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(sns.received()).isEmpty();
    assertThat(lines).singleElement().asString().contains("ALERT");
  }

  private static Map<String, String> form(String body) {
    var form = new HashMap<String, String>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }
}
