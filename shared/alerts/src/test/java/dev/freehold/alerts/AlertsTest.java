package dev.freehold.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
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

  /** The client reads these where no bean configures it, as on Lambda. */
  private static final Map<String, String> SETTINGS =
      Map.of("aws.region", "us-east-1", "aws.accessKeyId", "k", "aws.secretAccessKey", "s");

  private final List<Map<String, String>> published = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            published.add(form(exchange.getRequestBody().readAllBytes()));
            byte[] answer =
                """
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
                  <PublishResult><MessageId>m-1</MessageId></PublishResult>
                </PublishResponse>
                """
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    SETTINGS.forEach(System::setProperty);
    System.setProperty(
        "aws.endpointUrlSns", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrlSns");
  }

  @Test
  void topicIsToldSubjectAndText() {
    new Alerts(Optional.of(TOPIC)).tell("core.message.stuck", "{\"messageId\":\"m\"}");

    assertThat(published)
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("TopicArn", TOPIC)
                    .containsEntry("Subject", "core.message.stuck")
                    .containsEntry("Message", "{\"messageId\":\"m\"}"));
  }

  @Test
  void subjectIsCutAtWhatTheTopicTakes() {
    new Alerts(Optional.of(TOPIC)).tell("s".repeat(200), "text");

    assertThat(published.getFirst().get("Subject")).hasSize(100);
  }

  @Test
  void refusalOfTheTopicGoesUp() {
    status = 403;

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

    assertThat(published).isEmpty();
    assertThat(lines).singleElement().asString().contains("ALERT");
  }

  private static Map<String, String> form(byte[] body) {
    var form = new HashMap<String, String>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }
}
