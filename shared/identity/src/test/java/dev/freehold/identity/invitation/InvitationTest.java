package dev.freehold.identity.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InvitationTest {

  private static final Instant END = Instant.parse("2026-04-08T10:00:00Z");

  @Test
  void itIsOverExactlyAtItsEnd() {
    assertThat(Invitation.effective("pending", END, END.minusMillis(1))).isEqualTo("pending");
    assertThat(Invitation.effective("pending", END, END)).isEqualTo("expired");
  }

  @Test
  void whatWasAnsweredStaysAnswered() {
    assertThat(Invitation.effective("declined", END, END.plusSeconds(1))).isEqualTo("declined");
  }
}
