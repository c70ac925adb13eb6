package dev.freehold.provisioning.replay;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Where operators hear of trouble: a log line {@code ALERT} that the log's alarm looks for. */
@ApplicationScoped
public class AlertChannel {

  private static final Logger LOG = Logger.getLogger("dev.freehold.alerts");

  /** Throws when nobody could be told. */
  public void tell(String text) {
    LOG.errorf("ALERT %s", text);
  }
}
