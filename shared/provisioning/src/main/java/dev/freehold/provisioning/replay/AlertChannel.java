package dev.freehold.provisioning.replay;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** Where operators hear of trouble: a topic, without one a log line {@code ALERT}. */
@ApplicationScoped
public class AlertChannel {

  private static final Logger LOG = Logger.getLogger(AlertChannel.class);

  private final Optional<String> topic;
  private @Nullable SnsClient sns;

  AlertChannel(@ConfigProperty(name = "freehold.alerts.topic-arn") Optional<String> topic) {
    this.topic = topic;
  }

  /** Throws when nobody could be told. */
  public void tell(String text) {
    if (topic.isEmpty()) {
      LOG.warnf("ALERT %s", text);
      return;
    }
    client().publish(request -> request.topicArn(topic.get()).subject("Freehold").message(text));
  }

  /** Made when first needed: most functions never tell anybody. */
  private synchronized SnsClient client() {
    if (sns == null) {
      sns = SnsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
    return sns;
  }
}
