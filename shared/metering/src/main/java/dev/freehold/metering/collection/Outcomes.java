package dev.freehold.metering.collection;

import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.metering.collection.Tasks.Failed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a day's collection ended: failed once more, given up, or done; operators hear of it. */
@ApplicationScoped
class Outcomes {

  /** Data of {@code metering.snapshots.collected}. */
  @RegisterForReflection
  record Collected(LocalDate date, int done, int failed) {}

  /** Data of {@code metering.collection.dead}. */
  @RegisterForReflection
  record Dead(LocalDate date, UUID platformId) {}

  private final Outbox outbox;
  private final Tasks tasks;

  Outcomes(Outbox outbox, Tasks tasks) {
    this.outbox = outbox;
    this.tasks = tasks;
  }

  /**
   * The account's day could not be read: every task that waits for it has failed once more.
   *
   * @param atLeast how long the provider asked us to wait
   */
  boolean accountFailed(AccountPage page, String error, @Nullable Duration atLeast) {
    giveUp(page.date(), tasks.failAccount(page.accountId(), page.date(), error, atLeast));
    dayEnded(page.date());
    return true;
  }

  /** The platform's day could not be filled. */
  boolean platformFailed(UUID platformId, LocalDate date, String error) {
    giveUp(date, tasks.failPlatform(platformId, date, error));
    return true;
  }

  private void giveUp(LocalDate date, List<Failed> failed) {
    failed.stream()
        .filter(Failed::dead)
        .forEach(
            task ->
                outbox.send(
                    Message.event("metering.collection.dead")
                        .platform(task.platformId())
                        .data(new Dead(date, task.platformId()))));
  }

  /** Says how the day went, unless something of it still waits for its first attempt. */
  boolean dayEnded(LocalDate date) {
    tasks
        .ended(date)
        .ifPresent(
            day ->
                outbox.send(
                    Message.event("metering.snapshots.collected")
                        .data(new Collected(date, day.done(), day.failed()))));
    return true;
  }
}
