package dev.freehold.identity.invitation;

import dev.freehold.identity.member.RoleChoice;
import dev.freehold.kernel.sql.Row;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An invitation with what only its mails and its look-up show. */
record Details(Invitation invitation, String roleName, @Nullable String logoUrl, int tokenVersion) {

  /** Of a row of {@code identity.invitation_details}. */
  static Details of(Row row, Instant now) {
    return new Details(
        Invitation.of(row, now),
        row.text("role_name"),
        row.textOrNull("organization_logo_url"),
        row.intValue("token_version"));
  }

  RoleChoice choice() {
    String constant = invitation.role().toUpperCase(Locale.ROOT);
    return new RoleChoice(RoleChoice.Role.valueOf(constant), invitation.roleId());
  }
}
