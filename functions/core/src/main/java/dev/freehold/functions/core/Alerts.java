package dev.freehold.functions.core;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** Alerts by SNS, or as a log line {@code ALERT} where no topic is set. */
@ApplicationScoped
class Alerts {

  private static final Logger LOG = Logger.getLogger("freehold.alert");

  private final Optional<String> topic;
  private @Nullable SnsClient sns;

  Alerts(@ConfigProperty(name = "freehold.alerts.topic-arn") Optional<String> topic) {
    this.topic = topic;
  }

  void send(Envelope message) {
    if (isQuiet(message)) {
      return;
    }
    if (topic.isEmpty()) {
      LOG.warnf("ALERT %s %s", message.type(), message.data());
      return;
    }
    client()
        .publish(
            request ->
                request.topicArn(topic.get()).subject(message.type()).message(Json.write(message)));
  }

  /** Runs that ended well are no alert. */
  private static boolean isQuiet(Envelope message) {
    return switch (message.type()) {
      case "metering.snapshots.collected",
          "billing.reconciliation.finished",
          "billing.run.finished" ->
          message.data().path("failed").asLong(0) == 0
              && message.data().path("left").asLong(0) == 0;
      default -> false;
    };
  }

  private synchronized SnsClient client() {
    if (sns == null) {
      sns = SnsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
    return sns;
  }
}
