package dev.freehold.metering.collection;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.metering.Tenant;
import dev.freehold.testing.Owner;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Hands the commands of one tenant's collection to their readers, as the queues would. */
final class Deliveries {

  private final Tenant tenant;
  private final AccountReader reader;
  private final PlatformFiller filler;
  private final Set<Object> handed = new HashSet<>();

  /** How often each message is handed over. */
  int times = 1;

  Deliveries(Tenant tenant, AccountReader reader, PlatformFiller filler) {
    this.tenant = tenant;
    this.reader = reader;
    this.filler = filler;
  }

  /** Until nothing is left; how many messages there were. */
  int drain() {
    int count = 0;
    for (int step = step(); step > 0; step = step()) {
      count += step;
    }
    return count;
  }

  private int step() {
    var rows =
        Owner.rows(
            "SELECT id, type, payload::text AS payload FROM core.outbox WHERE kind = 'command'"
                + " AND (payload ->> 'accountId' = ?"
                + " OR jsonb_exists(payload -> 'platformIds', ?)) ORDER BY id",
            tenant.account.toString(),
            tenant.platform.toString());
    int count = 0;
    for (var row : rows) {
      if (handed.add(row.get("id"))) {
        count++;
        for (int i = 0; i < times; i++) {
          hand(Objects.requireNonNull(row.get("type")), String.valueOf(row.get("payload")));
        }
      }
    }
    return count;
  }

  private void hand(Object type, String payload) {
    Call.system("test", Scope.operator())
        .run(
            () -> {
              if (type.equals(AccountPage.COMMAND)) {
                reader.read(Json.readLenient(payload, AccountPage.class));
              } else {
                filler.fill(Json.readLenient(payload, PlatformBatch.class));
              }
            });
  }

  /** Forgets the messages so far: they were lost on the way. */
  void lose() {
    Owner.rows("SELECT id FROM core.outbox WHERE kind = 'command'")
        .forEach(row -> handed.add((UUID) row.get("id")));
  }
}
