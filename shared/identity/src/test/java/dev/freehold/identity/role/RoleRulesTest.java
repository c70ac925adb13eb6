package dev.freehold.identity.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Refusal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"owner", "admin", "member", "custom"})
  void builtInNamesAreReserved(String name) {
    assertRefused("NAME_RESERVED", () -> RoleRules.checkName(name));
    assertThatCode(() -> RoleRules.checkName(name + "s")).doesNotThrowAnyException();
  }

  @Test
  void nobodyGivesWhatIsNotHeld() {
    Set<String> held = Set.of("platforms:read", "app.shop:sell");

    assertThatCode(() -> RoleRules.checkGiven(held, held::contains)).doesNotThrowAnyException();
    assertRefused(
        "ESCALATION",
        () -> RoleRules.checkGiven(List.of("platforms:read", "keys:read"), held::contains));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users:ban", "plans:manage", "audit:read-any", "organizations:manage"})
  void whatIsForOperatorsIsGivenByNobody(String permission) {
    assertRefused("ESCALATION", () -> RoleRules.checkGiven(List.of(permission), any -> true));
  }

  private static void assertRefused(String code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
