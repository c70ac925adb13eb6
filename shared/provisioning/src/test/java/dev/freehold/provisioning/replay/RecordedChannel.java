package dev.freehold.provisioning.replay;

import dev.freehold.alerts.Alerts;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Operators' channel that remembers what it was told, and can be down. */
@Alternative
@Priority(1)
@Singleton
public class RecordedChannel extends Alerts {

  RecordedChannel() {
    super(Optional.empty());
  }

  final List<String> told = new CopyOnWriteArrayList<>();
  volatile boolean broken;

  @Override
  public void tell(String subject, String text) {
    if (broken) {
      throw new IllegalStateException("the channel is down");
    }
    told.add(text);
  }
}
