package dev.freehold.identity.provider;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * A way to sign in, as its owner sees it.
 *
 * @param providerId {@code credential} (a password), {@code google}, {@code github}
 * @param accountId the provider's subject; for {@code credential} the person's id
 */
@RegisterForReflection
public record Account(UUID id, String providerId, String accountId, Instant createdAt) {

  static Account of(Row row) {
    return new Account(
        row.uuid("id"), row.text("provider_id"), row.text("account_id"), row.instant("created_at"));
  }
}
