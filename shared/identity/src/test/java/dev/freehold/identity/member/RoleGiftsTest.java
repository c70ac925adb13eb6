package dev.freehold.identity.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.identity.member.RoleChoice.Role;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.Refusal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoleGiftsTest {

  private static Giver giver(@Nullable String role, Predicate<String> may) {
    return new Giver(UUID.randomUUID(), null, role, may);
  }

  private static Giver builtIn(String role) {
    return giver(role, Permissions.ofRole(role)::contains);
  }

  private static void refused(Role role, @Nullable List<String> ofCustom, Giver giver) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> RoleGifts.check(role, ofCustom, giver));
    assertThat(refusal).isNotNull();
    assertThat(refusal.refusalCode()).isEqualTo(KernelRefusal.ESCALATION);
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"OWNER", "ADMIN", "MEMBER"})
  void anOwnerGivesEveryRole(Role role) {
    assertThatCode(() -> RoleGifts.check(role, null, builtIn("owner"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"admin, OWNER", "member, OWNER", "member, ADMIN"})
  void nobodyGivesARoleAboveTheirOwn(String own, Role given) {
    refused(given, null, builtIn(own));
  }

  /** Whatever is held besides: an owner is made by an owner, an admin holds what no list names. */
  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"OWNER", "ADMIN"})
  void holdingEveryPermissionMakesNobodyAnOwnerOrAdmin(Role given) {
    refused(given, null, giver("custom", permission -> true));
    refused(given, null, giver(null, permission -> true));
  }

  @Test
  void whatIsDeniedIsNotGiven() {
    Set<String> held = Permissions.ofRole("admin");
    Giver admin = giver("admin", p -> held.contains(p) && !p.equals("members:remove"));

    refused(Role.ADMIN, null, admin);
    assertThatCode(() -> RoleGifts.check(Role.MEMBER, null, admin)).doesNotThrowAnyException();
  }

  @Test
  void aCustomRoleIsGivenByWhoHoldsAllOfIt() {
    Giver admin = builtIn("admin");

    assertThatCode(() -> RoleGifts.check(Role.CUSTOM, List.of("members:invite"), admin))
        .doesNotThrowAnyException();
    refused(Role.CUSTOM, List.of("members:invite", "organizations:delete"), admin);
  }
}
