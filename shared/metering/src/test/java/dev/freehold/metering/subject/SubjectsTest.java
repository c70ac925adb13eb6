package dev.freehold.metering.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.metering.Tenant;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A subject is found in the acting organization, or not at all. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SubjectsTest {

  @Inject Subjects subjects;

  private final Tenant tenant = new Tenant(Instant.parse("2026-03-14T09:30:00Z"));
  private final UUID subscription = tenant.subscription("starter", tenant.createdAt);

  private SubjectWords words(
      @Nullable UUID subscriptionId, @Nullable UUID platformId, @Nullable UUID organizationId) {
    return new SubjectWords(
        subscriptionId, platformId, null, organizationId, null, "organization", tenant.user);
  }

  private Subject find(SubjectWords words, UUID organization) {
    return Call.system("test", Scope.tenant(organization))
        .supply(() -> subjects.find(words, organization));
  }

  @Test
  void platformMeansItsUsableSubscription() {
    var subject = find(words(null, tenant.platform, null), tenant.organization);

    assertThat(subject)
        .isEqualTo(new Subject(tenant.organization, tenant.platform, subscription, null));
  }

  @Test
  void unusableSubscriptionIsNoSubject() {
    Owner.update(
        "UPDATE billing.subscriptions SET suspended_at = now() WHERE id = ?", subscription);

    var subject = find(words(null, tenant.platform, null), tenant.organization);

    assertThat(subject.subscriptionId()).isNull();
    assertThat(subject.platformId()).isEqualTo(tenant.platform);
  }

  @Test
  void subscriptionMeansItsPlatform() {
    assertThat(find(words(subscription, null, null), tenant.organization).platformId())
        .isEqualTo(tenant.platform);
  }

  @Test
  void organizationWithoutASubscriptionIsASubjectWithoutOne() {
    assertThat(find(words(null, null, tenant.organization), tenant.organization))
        .isEqualTo(new Subject(tenant.organization, null, null, null));
  }

  // metering §7.30
  @Test
  void anotherOrganizationsIsNotFound() {
    UUID stranger = new Tenant(tenant.createdAt).organization;

    for (SubjectWords theirs :
        new SubjectWords[] {words(null, tenant.platform, null), words(subscription, null, null)}) {
      assertThatThrownBy(() -> find(theirs, stranger))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("NOT_FOUND"));
    }
  }

  @Test
  void deletedPlatformIsNotFound() {
    Owner.update(
        "UPDATE registry.platforms SET status = 'deleted', deleted_at = now() WHERE id = ?",
        tenant.platform);

    assertThatThrownBy(() -> find(words(null, tenant.platform, null), tenant.organization))
        .isInstanceOf(Refusal.class);
  }
}
