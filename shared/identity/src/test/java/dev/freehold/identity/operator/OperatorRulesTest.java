package dev.freehold.identity.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.identity.user.User;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Refusal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who acts on whom, and what a search is. */
class OperatorRulesTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
  private static final UUID SELF = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private static User user(UUID id, String role, String status, @Nullable Instant banExpiresAt) {
    return new User(
        id,
        "Ada",
        null,
        null,
        null,
        null,
        null,
        false,
        role,
        status,
        "spam",
        banExpiresAt,
        false,
        false,
        "en",
        "UTC",
        Json.tree("{}"),
        null,
        null,
        NOW,
        NOW,
        0);
  }

  private static User target(UUID id, String role) {
    return user(id, role, "active", null);
  }

  @ParameterizedTest
  @CsvSource({"false,user", "true,user", "true,admin", "true,superadmin"})
  void operatorsActOnPeopleAndSuperadminsOnOperatorsToo(boolean superadmin, String role) {
    var acting = new Operator(SELF, superadmin);

    assertThatCode(() -> acting.requireMayActOn(target(OTHER, role))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"admin", "superadmin"})
  void operatorsDoNotActOnOperators(String role) {
    var acting = new Operator(SELF, false);

    assertThatThrownBy(() -> acting.requireMayActOn(target(OTHER, role)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void superadminsDoNotActOnThemselves() {
    var acting = new Operator(SELF, true);

    assertThatThrownBy(() -> acting.requireMayActOn(target(SELF, "superadmin")))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aBanThatRanOutIsNotShown() {
    User banned = user(OTHER, "user", "banned", NOW);

    AnyUser over = AnyUser.of(banned, Json.tree("{}"), null, NOW);
    AnyUser inForce = AnyUser.of(banned, Json.tree("{}"), null, NOW.minusMillis(1));

    assertThat(over.status()).isEqualTo("active");
    assertThat(over.banReason()).isNull();
    assertThat(over.banExpiresAt()).isNull();
    assertThat(inForce.status()).isEqualTo("banned");
    assertThat(inForce.banReason()).isEqualTo("spam");
  }

  @ParameterizedTest
  @CsvSource({"ada,%ada%", "50%,%50\\%%", "a_b,%a\\_b%", "a\\b,%a\\\\b%"})
  void noCharacterOfASearchIsAWildcard(String text, String pattern) {
    assertThat(Patterns.containing(text)).isEqualTo(pattern);
  }
}
