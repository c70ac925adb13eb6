package dev.freehold.metering.collection;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.metering.MeteringConfig;
import dev.freehold.metering.collection.Tasks.Task;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which days are collected: yesterday, the days before it that are read again, and what earlier
 * runs missed. Sends one message per account and day; does no collecting itself.
 */
@ApplicationScoped
public class CollectionPlan {

  /** Due tasks a run of the retry takes. */
  private static final int DUE_LIMIT = 5000;

  /** Months whose partitions are kept ready. */
  private static final int MONTHS_AHEAD = 3;

  private final Transactions transactions;
  private final Tasks tasks;
  private final Readings readings;
  private final Outbox outbox;
  private final Clock clock;
  private final MeteringConfig config;

  CollectionPlan(
      Transactions transactions,
      Tasks tasks,
      Readings readings,
      Outbox outbox,
      Clock clock,
      MeteringConfig config) {
    this.transactions = transactions;
    this.tasks = tasks;
    this.readings = readings;
    this.outbox = outbox;
    this.clock = clock;
    this.config = config;
  }

  /** The nightly run; each day in a transaction of its own. May be repeated. */
  public Swept planNight() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    int planned = 0;
    for (LocalDate day : transactions.requiresNew(() -> days(today))) {
      planned += transactions.requiresNew(() -> planDay(day));
    }
    return new Swept(planned, false, null);
  }

  private List<LocalDate> days(LocalDate today) {
    LocalDate oldest = today.minusDays(config.cloudflare().retention().toDays());
    LocalDate trailing = today.minusDays(1L + config.collect().trailingDays());
    List<LocalDate> missed = tasks.missedDays(oldest, trailing.minusDays(1));
    List<LocalDate> days = Stream.concat(missed.stream(), trailing.datesUntil(today)).toList();
    Stream.concat(
            days.stream().map(YearMonth::from),
            Stream.iterate(YearMonth.from(today), month -> month.plusMonths(1))
                .limit(MONTHS_AHEAD + 1L))
        .distinct()
        .sorted()
        .forEach(month -> tasks.makePartitions(month.atDay(1)));
    return days;
  }

  private int planDay(LocalDate day) {
    List<Task> planned = tasks.plan(day);
    var accounts = new TreeSet<UUID>();
    planned.stream().map(Task::accountId).filter(Objects::nonNull).forEach(accounts::add);
    accounts.forEach(account -> readings.start(account, day));
    fill(day, idsOf(planned, null));
    return planned.size();
  }

  /**
   * The retry: what failed, and what nobody heard of for an hour, is asked for again.
   *
   * @return with the time the next task is due
   */
  public Swept retryDue() {
    return transactions.requiresNew(
        () -> {
          List<Task> due = tasks.claimDue(DUE_LIMIT);
          var byDay = new TreeMap<LocalDate, List<Task>>();
          due.forEach(task -> byDay.computeIfAbsent(task.date(), d -> new ArrayList<>()).add(task));
          byDay.forEach(this::retryDay);
          return new Swept(due.size(), due.size() == DUE_LIMIT, tasks.nextDueAt().orElse(null));
        });
  }

  private void retryDay(LocalDate day, List<Task> due) {
    var accounts = new TreeSet<UUID>();
    due.stream().map(Task::accountId).filter(Objects::nonNull).forEach(accounts::add);
    for (UUID account : accounts) {
      if (!readings.resume(account, day)) {
        fill(day, idsOf(due, account));
      }
    }
    fill(day, idsOf(due, null));
  }

  /** Asks for the platforms' day to be filled, ten a message. */
  void fill(LocalDate day, List<UUID> platformIds) {
    for (int from = 0; from < platformIds.size(); from += PlatformBatch.MOST) {
      int to = Math.min(from + PlatformBatch.MOST, platformIds.size());
      outbox.send(
          Message.command(PlatformBatch.COMMAND)
              .data(new PlatformBatch(List.copyOf(platformIds.subList(from, to)), day)));
    }
  }

  private static List<UUID> idsOf(List<Task> tasks, @Nullable UUID accountId) {
    return tasks.stream()
        .filter(task -> Objects.equals(task.accountId(), accountId))
        .map(Task::platformId)
        .toList();
  }
}
