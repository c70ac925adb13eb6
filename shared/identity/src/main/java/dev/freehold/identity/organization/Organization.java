package dev.freehold.identity.organization;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An organization as one caller sees it.
 *
 * @param allowedEmailDomains for invitations; null = any
 * @param role the caller's; null for operators who are no member
 */
@RegisterForReflection
public record Organization(
    UUID id,
    String name,
    String slug,
    @Nullable String logoUrl,
    String kind,
    JsonNode metadata,
    UUID ownerId,
    boolean isDefault,
    @Nullable List<String> allowedEmailDomains,
    boolean requireTwoFactor,
    @Nullable String role,
    Instant createdAt,
    Instant updatedAt,
    int version) {

  /** Of a row of the table with {@code caller_role}. */
  public static Organization of(Row row) {
    return new Organization(
        row.uuid("id"),
        row.text("name"),
        row.text("slug"),
        row.textOrNull("logo_url"),
        row.text("kind"),
        row.json("metadata"),
        row.uuid("owner_id"),
        row.bool("is_default"),
        row.isNull("allowed_email_domains") ? null : row.texts("allowed_email_domains"),
        row.bool("require_two_factor"),
        row.textOrNull("caller_role"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.intValue("version"));
  }
}
