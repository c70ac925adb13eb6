package dev.freehold.registry.platform;

import static dev.freehold.registry.Scene.atOnce;
import static dev.freehold.registry.Scene.outcome;
import static dev.freehold.registry.Scene.refused;
import static dev.freehold.registry.Scene.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.registry.Scene;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class PlatformServiceTest {

  @Inject PlatformService platforms;

  private final Scene acme = new Scene();
  private final Scene other = new Scene();
  private final String slug = Scene.slug();

  @Test
  void creationWritesPlatformEntityEventMessageAndAudit() {
    var platform = create(acme, slug, "growth");

    assertThat(platform.key).matches("[a-z0-9]{10}");
    assertThat(row(platform.id))
        .containsEntry("status", "pending")
        .containsEntry("slug", slug)
        .containsEntry("tier", "growth")
        .containsEntry("owner_user_id", acme.user)
        .containsEntry("version", 0);
    assertThat(
            Owner.rows(
                "SELECT type, name, slug, status FROM registry.entities WHERE platform_id = ?",
                platform.id))
        .containsExactly(
            Map.of("type", "tenant", "name", "Acme", "slug", slug, "status", "active"));
    assertThat(Scene.history(platform.id)).containsExactly("pending");
    assertThat(Scene.audited(platform.id)).containsExactly("platform.create");
    assertThat(
            Owner.rows(
                """
                SELECT type, payload->>'key' AS key, payload->>'tier' AS tier,
                  payload->>'billingEmail' AS email, payload->>'ownerUserId' AS owner
                FROM core.outbox WHERE platform_id = ?
                """,
                platform.id))
        .containsExactly(
            Map.of(
                "type", "registry.platform.created",
                "key", platform.key,
                "tier", "growth",
                "email", "ap@acme.test",
                "owner", acme.user.toString()));
  }

  // registry §8
  @Test
  void creationTakesAtMostEightStatements() {
    int statements =
        acme.asOwner(
            () -> {
              int before = Call.current().state().statements();
              platforms.create(wanted(acme, slug, "growth"));
              return Call.current().state().statements() - before;
            });

    assertThat(statements).isLessThanOrEqualTo(8);
  }

  @Test
  void refusalsComeInTheirOrder() {
    create(other, slug, "starter");
    create(acme, Scene.slug(), "starter");

    refused("SLUG_TAKEN", () -> create(acme, slug, "nonsense"));
    refused("SLUG_RESERVED", () -> create(acme, "console", "nonsense"));
    refused("TIER_UNKNOWN", () -> create(acme, Scene.slug(), "nonsense"));
    var limit = refused("TIER_LIMIT_REACHED", () -> create(acme, Scene.slug(), "starter"));

    assertThat(limit.members())
        .containsExactly(
            Map.entry("limitName", "platforms"), Map.entry("limit", 1L), Map.entry("used", 1));
    assertThat(count(acme)).isEqualTo(1);
    assertThat(Owner.count("SELECT count(*) FROM registry.platforms WHERE slug = 'console'"))
        .isZero();
  }

  @Test
  void mostGenerousPlanDecides() {
    create(acme, Scene.slug(), "starter");

    create(acme, Scene.slug(), "growth");
    create(acme, Scene.slug(), "starter");
    refused("TIER_LIMIT_REACHED", () -> create(acme, Scene.slug(), "starter"));
    create(acme, Scene.slug(), "scale");

    assertThat(count(acme)).isEqualTo(4);
  }

  // registry §7.1
  @Test
  void oneSlugTakenTwiceAtOnceIsOnesAlone() {
    var outcomes =
        atOnce(
            List.of(
                () -> outcome(() -> create(acme, slug, "growth")),
                () -> outcome(() -> create(other, slug, "growth"))));

    assertThat(outcomes).containsExactlyInAnyOrder("OK", "SLUG_TAKEN");
  }

  // registry §7.2
  @Test
  void limitHoldsWhenTwoAreMadeAtOnce() {
    var outcomes =
        atOnce(
            List.of(
                () -> outcome(() -> create(acme, Scene.slug(), "starter")),
                () -> outcome(() -> create(acme, Scene.slug(), "starter")),
                () -> outcome(() -> create(acme, Scene.slug(), "starter"))));

    assertThat(outcomes)
        .containsExactlyInAnyOrder("OK", "TIER_LIMIT_REACHED", "TIER_LIMIT_REACHED");
    assertThat(count(acme)).isEqualTo(1);
  }

  // registry §7.17
  @Test
  void platformOfAnotherIsNotThere() {
    var platform = create(acme, slug, "growth");

    var foreign = refused("NOT_FOUND", () -> other.asOwner(() -> platforms.get(platform.id)));
    var unknown = refused("NOT_FOUND", () -> other.asOwner(() -> platforms.get(UUID.randomUUID())));

    assertThat(foreign.detail()).isEqualTo(unknown.detail());
    refused("NOT_FOUND", () -> rename(other, platform.id, "Mine", null));
    assertThat(acme.asOwner(() -> platforms.get(platform.id)).slug).isEqualTo(slug);
    assertThat(acme.asOperator(() -> platforms.get(platform.id)).slug).isEqualTo(slug);
  }

  // registry §7.21
  @Test
  void slugOfADeletedPlatformIsFreeAgainAndItsKeyIsNot() {
    var platform = create(acme, slug, "starter");
    Owner.update(
        "UPDATE registry.platforms SET status = 'deleted', deleted_at = now() WHERE id = ?",
        platform.id);

    var again = create(acme, slug, "starter");

    assertThat(again.id).isNotEqualTo(platform.id);
    assertThat(Owner.count("SELECT count(*) FROM registry.platforms WHERE key = ?", platform.key))
        .isEqualTo(1);
    refused("NOT_FOUND", () -> acme.asOwner(() -> platforms.get(platform.id)));
  }

  @Test
  void nameChangesBeforeThePlatformIsReadyAndTheSlugDoesNot() {
    var platform = create(acme, slug, "growth");

    var renamed = rename(acme, platform.id, "Nord", null);

    assertThat(renamed.name).isEqualTo("Nord");
    assertThat(renamed.version).isEqualTo(1);
    assertThat(Scene.audited(platform.id)).containsExactly("platform.create", "platform.update");
    refused("PLATFORM_NOT_READY", () -> rename(acme, platform.id, null, Scene.slug()));
  }

  @Test
  void slugIsTakenOrReservedForChangesToo() {
    UUID platform = acme.platform("active");
    create(other, slug, "growth");

    refused("SLUG_TAKEN", () -> rename(acme, platform, null, slug));
    refused("SLUG_RESERVED", () -> rename(acme, platform, null, "www"));
    String free = Scene.slug();
    assertThat(rename(acme, platform, null, free).slug).isEqualTo(free);
  }

  @Test
  void changeToWhatItIsWritesNothing() {
    var platform = create(acme, slug, "growth");

    var same = rename(acme, platform.id, "Acme", null);

    assertThat(same.version).isZero();
    assertThat(Scene.audited(platform.id)).containsExactly("platform.create");
  }

  @Test
  void versionIsJudgedBeforeTheState() {
    UUID platform = acme.platform("suspended");
    IntConsumer stale =
        version -> {
          throw KernelRefusal.VERSION_MISMATCH.because("stale");
        };

    refused(
        "VERSION_MISMATCH",
        () ->
            acme.asOwner(
                () -> platforms.update(platform, stale, new PlatformService.Change("Nord", null))));
  }

  @Test
  void oneSlugTakenByTwoChangesAtOnceIsOnesAlone() {
    UUID one = acme.platform("active");
    UUID two = other.platform("active");

    var outcomes =
        atOnce(
            List.of(
                () -> outcome(() -> rename(acme, one, null, slug)),
                () -> outcome(() -> rename(other, two, null, slug))));

    assertThat(outcomes).containsExactlyInAnyOrder("OK", "SLUG_TAKEN");
  }

  @Test
  void listIsNewestFirstInPagesAndFiltered() {
    var first = create(acme, Scene.slug(), "scale");
    var second = create(acme, slug, "growth");
    var third = create(acme, Scene.slug(), "scale");
    create(other, Scene.slug(), "growth");

    assertThat(ids(null, null, null, PageRequest.first(20)))
        .containsExactly(third.id, second.id, first.id);
    assertThat(ids(null, null, null, PageRequest.first(1))).containsExactly(third.id, second.id);
    assertThat(ids(null, null, null, new PageRequest(1, List.of(third.id.toString()))))
        .containsExactly(second.id, first.id);
    assertThat(ids(null, "growth", null, PageRequest.first(20))).containsExactly(second.id);
    assertThat(ids(PlatformStatus.ACTIVE, null, null, PageRequest.first(20))).isEmpty();
    assertThat(ids(null, null, "ACM", PageRequest.first(20))).hasSize(3);
    assertThat(ids(null, null, slug.substring(0, 8), PageRequest.first(20)))
        .containsExactly(second.id);
    assertThat(ids(null, null, "a%", PageRequest.first(20))).isEmpty();
    refused("CURSOR_INVALID", () -> ids(null, null, null, new PageRequest(1, List.of("forged"))));
  }

  private List<UUID> ids(
      @Nullable PlatformStatus status,
      @Nullable String tier,
      @Nullable String prefix,
      PageRequest page) {
    var filter = new Platform.Filter(acme.organization, status, tier, prefix);
    return acme.asOwner(() -> platforms.list(filter, page)).stream().map(p -> p.id).toList();
  }

  private Platform create(Scene scene, String wantedSlug, String tier) {
    return scene.asOwner(() -> platforms.create(wanted(scene, wantedSlug, tier)));
  }

  private static PlatformService.NewPlatform wanted(Scene scene, String slug, String tier) {
    return new PlatformService.NewPlatform(scene.organization, "Acme", slug, tier, "ap@acme.test");
  }

  private Platform rename(
      Scene scene, UUID platformId, @Nullable String name, @Nullable String newSlug) {
    return scene.asOwner(
        () ->
            platforms.update(
                platformId, PlatformGuard.ANY_VERSION, new PlatformService.Change(name, newSlug)));
  }

  private static long count(Scene scene) {
    return Owner.count(
        "SELECT count(*) FROM registry.platforms WHERE organization_id = ?", scene.organization);
  }
}
