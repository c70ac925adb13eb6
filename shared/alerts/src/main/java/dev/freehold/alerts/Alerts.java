package dev.freehold.alerts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** Where operators hear of trouble: a topic, without one a log line {@code ALERT}. */
@ApplicationScoped
public class Alerts {

  /** SNS refuses a longer subject. */
  private static final int SUBJECT_MAX = 100;

  private static final Logger LOG = Logger.getLogger("freehold.alert");

  private final Optional<String> topic;
  private @Nullable SnsClient sns;

  protected Alerts(@ConfigProperty(name = "freehold.alerts.topic-arn") Optional<String> topic) {
    this.topic = topic;
  }

  /**
   * Throws when nobody could be told.
   *
   * @param subject one line of ASCII; what is over 100 characters is cut
   */
  public void tell(String subject, String text) {
    if (topic.isEmpty()) {
      LOG.warnf("ALERT %s %s", subject, text);
      return;
    }
    String line = subject.substring(0, Math.min(subject.length(), SUBJECT_MAX));
    client().publish(request -> request.topicArn(topic.get()).subject(line).message(text));
  }

  /** Made when first needed: most functions never tell anybody. */
  private synchronized SnsClient client() {
    if (sns == null) {
      sns = SnsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
    return sns;
  }
}
