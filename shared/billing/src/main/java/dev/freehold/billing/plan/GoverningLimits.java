package dev.freehold.billing.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.registry.PlanLimits;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers the registry from the plan version in force, in the caller's transaction and scope. */
@ApplicationScoped
public class GoverningLimits implements PlanLimits {

  private static final String FIND =
      """
      SELECT asked.place, v.limits
      FROM (SELECT (a.value->>'place')::int AS place, (a.value->>'platformId')::uuid AS platform_id,
                   a.value->>'tier' AS tier
            FROM jsonb_array_elements(?::jsonb) a) asked
      LEFT JOIN billing.subscriptions s ON s.platform_id = asked.platform_id
        AND s.status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused')
      LEFT JOIN billing.plans p ON p.kind = 'platform' AND p.app_key IS NULL
        AND p.code = asked.tier
      LEFT JOIN billing.plan_versions v
        ON v.id = coalesce(s.plan_version_id, p.current_version_id)
      ORDER BY asked.place
      """;

  private final Sql sql;

  GoverningLimits(Sql sql) {
    this.sql = sql;
  }

  @RegisterForReflection
  private record Asked(int place, @Nullable UUID platformId, String tier) {}

  @Override
  public List<Optional<Limits>> of(List<Governed> platforms) {
    var asked = new ArrayList<Asked>();
    for (Governed platform : platforms) {
      asked.add(new Asked(asked.size(), platform.platformId(), platform.tier()));
    }
    return sql.list(FIND, GoverningLimits::read, Json.write(asked));
  }

  private static Optional<Limits> read(Row row) {
    return Optional.ofNullable(row.jsonOrNull("limits"))
        .map(
            limits ->
                new Limits(
                    limit(limits, "platforms"),
                    limit(limits, "tenants"),
                    limit(limits, "features")));
  }

  private static @Nullable Long limit(JsonNode limits, String name) {
    return limits.hasNonNull(name) ? Long.valueOf(limits.get(name).asLong()) : null;
  }
}
