package dev.freehold.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");

  private static Grant grant(Grant.Effect effect, @Nullable Instant expiresAt) {
    UUID id = UUID.randomUUID();
    return new Grant(id, id, id, "platforms:read", effect, null, id, expiresAt, NOW);
  }

  @Test
  void aDenialDeniesUntilItsEndExclusive() {
    assertThat(grant(Grant.Effect.DENY, null).deniesAt(NOW)).isTrue();
    assertThat(grant(Grant.Effect.DENY, NOW.plusMillis(1)).deniesAt(NOW)).isTrue();
    assertThat(grant(Grant.Effect.DENY, NOW).deniesAt(NOW)).isFalse();
    assertThat(grant(Grant.Effect.ALLOW, null).deniesAt(NOW)).isFalse();
  }

  @Test
  void anEarlierEndIsSeen() {
    Grant endless = grant(Grant.Effect.DENY, null);
    Grant ending = grant(Grant.Effect.DENY, NOW);

    assertThat(endless.endsBy(null)).isTrue();
    assertThat(endless.endsBy(NOW)).isFalse();
    assertThat(ending.endsBy(null)).isTrue();
    assertThat(ending.endsBy(NOW)).isTrue();
    assertThat(ending.endsBy(NOW.minusMillis(1))).isFalse();
  }
}
