package dev.freehold.identity.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RightsTest {

  private static Rights rights(
      @Nullable String role,
      List<String> allowed,
      List<String> denied,
      @Nullable List<String> key) {
    return new Rights(role, null, allowed, denied, key, false);
  }

  private static String judged(Rights rights, String permission) {
    Rights.Answer answer = rights.judge(permission);
    return answer.allowed() + " " + answer.source().word();
  }

  @Test
  void aDenialWinsOverRoleAndGrant() {
    var rights =
        rights("owner", List.of("billing:refund"), List.of("billing:refund", "keys:create"), null);

    assertThat(judged(rights, "billing:refund")).isEqualTo("false denial");
    assertThat(judged(rights, "keys:create")).isEqualTo("false denial");
    assertThat(judged(rights, "keys:read")).isEqualTo("true role");
  }

  @Test
  void aGrantAddsToTheRole() {
    var rights = rights("member", List.of("billing:read"), List.of(), null);

    assertThat(judged(rights, "billing:read")).isEqualTo("true grant");
    assertThat(judged(rights, "billing:manage")).isEqualTo("false none");
  }

  @Test
  void aPersonalKeyCutsAndNeverAdds() {
    var rights = rights("member", List.of(), List.of(), List.of("platforms:read", "billing:read"));

    assertThat(judged(rights, "platforms:read")).isEqualTo("true role");
    assertThat(judged(rights, "keys:read")).isEqualTo("false key");
    assertThat(judged(rights, "billing:read")).isEqualTo("false none");
    assertThat(rights.all()).containsExactly("platforms:read");
  }

  @Test
  void aServiceKeyHoldsItsOwnSetAlone() {
    var rights = new Rights(null, null, List.of(), List.of(), List.of("billing:read"), true);

    assertThat(judged(rights, "billing:read")).isEqualTo("true key");
    assertThat(judged(rights, "platforms:read")).isEqualTo("false none");
  }

  @Test
  void aCustomRoleHoldsWhatItNames() {
    var rights = new Rights("custom", List.of("secrets:read"), List.of(), List.of(), null, false);

    assertThat(judged(rights, "secrets:read")).isEqualTo("true role");
    assertThat(judged(rights, "platforms:read")).isEqualTo("false none");
    assertThat(judged(rights, "app.shop:sell")).isEqualTo("false none");
  }

  @Test
  void ownersAndAdminsHoldEveryPermissionOfApps() {
    assertThat(judged(rights("admin", List.of(), List.of(), null), "app.shop:sell"))
        .isEqualTo("true role");
    assertThat(judged(rights("member", List.of(), List.of(), null), "app.shop:sell"))
        .isEqualTo("false none");
    assertThat(judged(rights("owner", List.of(), List.of("app.shop:sell"), null), "app.shop:sell"))
        .isEqualTo("false denial");
  }

  @Test
  void whoIsNoMemberHoldsNothing() {
    assertThat(rights(null, List.of(), List.of(), null).all()).isEmpty();
  }
}
