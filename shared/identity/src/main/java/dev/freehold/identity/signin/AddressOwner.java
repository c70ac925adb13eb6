package dev.freehold.identity.signin;

import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose address it is, asked before anybody is known. */
@ApplicationScoped
public class AddressOwner {

  /** {@code verified} false: an unproved primary address, of an import or an operator. */
  public record Owner(
      UUID userId, UUID emailId, boolean verified, @Nullable String name, String locale) {}

  private final Sql sql;

  AddressOwner(Sql sql) {
    this.sql = sql;
  }

  public Optional<Owner> find(String email) {
    return sql.first(
        "SELECT * FROM identity.find_address(?) WHERE user_id IS NOT NULL",
        row ->
            new Owner(
                row.uuid("user_id"),
                row.uuid("email_id"),
                row.bool("verified"),
                row.textOrNull("user_name"),
                row.text("user_locale")),
        email);
  }
}
