package dev.freehold.identity.organization;

import dev.freehold.kernel.Permissions;
import java.util.ArrayList;
import java.util.List;

/** Custom roles that every new organization begins with. */
enum PresetRole {
  /** A member who builds and ships. */
  DEVELOPER("Developer") {
    @Override
    List<String> permissions() {
      var held = new ArrayList<>(Permissions.ofRole("member"));
      held.addAll(
          List.of(
              "projects:create",
              "projects:update",
              "deployments:create",
              "deployments:cancel",
              "deployments:rollback",
              "deployments:promote",
              "deployments:canary",
              "secrets:read",
              "secrets:write",
              "domains:manage",
              "builds:trigger"));
      return held;
    }
  },
  /** Looks, and wakes what sleeps to look at it. */
  VIEWER("Viewer") {
    @Override
    List<String> permissions() {
      var held =
          new ArrayList<>(
              Permissions.ofRole("member").stream().filter(p -> p.endsWith(":read")).toList());
      held.add("deployments:wake");
      return held;
    }
  };

  private final String displayName;

  PresetRole(String displayName) {
    this.displayName = displayName;
  }

  String displayName() {
    return displayName;
  }

  abstract List<String> permissions();
}
