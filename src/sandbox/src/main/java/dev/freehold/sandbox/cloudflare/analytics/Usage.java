package dev.freehold.sandbox.cloudflare.analytics;

import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of a metric a resource used on a day: as it was set for its platform, on the first
 * production resource of the kind; else a small amount that follows from its name and the day.
 */
final class Usage {

  /**
   * Amounts of a platform.
   *
   * @param to inclusive; null = until set again
   * @param metrics amount per whole day by slug; what is left out is 0
   */
  record Setting(
      String platformKey, LocalDate from, @Nullable LocalDate to, Map<String, Long> metrics) {

    boolean covers(String key, LocalDate date) {
      return platformKey.equals(key) && !date.isBefore(from) && (to == null || !date.isAfter(to));
    }
  }

  private final Table<Setting> settings;
  private final Table<Resource> resources;

  Usage(State state) {
    settings = state.table("usage", Setting.class);
    resources = state.table("used_resources", Resource.class);
  }

  /** Later settings win over earlier ones on the days of both. */
  boolean set(Setting setting) {
    settings.put(Integer.toString(settings.size()), setting);
    return resources.stream().anyMatch(one -> one.platformKey().equals(setting.platformKey()));
  }

  /** Takes note of what came and what went. */
  void sync(Stream<Resource> alive, Instant now) {
    var seen = new HashSet<String>();
    alive.forEach(
        one -> {
          seen.add(one.id());
          if (resources.find(one.id()).filter(known -> known.diedAt() == null).isEmpty()) {
            Resource came =
                resources
                    .find(one.id())
                    .map(known -> one.bornAt(known.bornAt()))
                    .orElse(one.bornAt(now));
            resources.put(one.id(), came);
          }
        });
    for (Resource known : resources.all()) {
      if (known.diedAt() == null && !seen.contains(known.id())) {
        resources.put(known.id(), known.diedAt(now));
      }
    }
  }

  /** One day of one kind: answers for each resource without looking through all of them again. */
  final class Day {

    private final LocalDate date;
    private final List<Resource> lived;
    private final Map<String, Optional<Setting>> byPlatform = new HashMap<>();
    private final Map<String, String> bearers = new HashMap<>();

    Day(Resource.Kind kind, String accountId, LocalDate date) {
      this.date = date;
      List<Resource> ofKind =
          resources.stream()
              .filter(one -> one.kind() == kind && one.accountId().equals(accountId))
              .toList();
      this.lived = ofKind.stream().filter(one -> one.livedOn(date) || bears(one)).toList();
      Stream.concat(lived.stream(), ofKind.stream())
          .filter(Resource::isProduction)
          .forEach(one -> bearers.putIfAbsent(one.platformKey(), one.id()));
    }

    // An amount may be set for days before the resource was there.
    private boolean bears(Resource one) {
      return one.isProduction() && one.diedAt() == null && setting(one.platformKey()).isPresent();
    }

    List<Resource> lived() {
      return lived;
    }

    /**
     * @param small the derived amount is below it
     */
    long amount(Resource one, String metric, int small) {
      Optional<Setting> set = setting(one.platformKey());
      if (set.isPresent()) {
        boolean bearer = one.id().equals(bearers.get(one.platformKey()));
        return bearer ? set.get().metrics().getOrDefault(metric, 0L) : 0;
      }
      return Math.floorMod((one.name() + metric + date).hashCode(), small);
    }

    private Optional<Setting> setting(String platformKey) {
      return byPlatform.computeIfAbsent(
          platformKey,
          key -> settings.newestFirst().stream().filter(one -> one.covers(key, date)).findFirst());
    }
  }
}
