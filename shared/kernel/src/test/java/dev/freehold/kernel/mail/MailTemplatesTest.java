package dev.freehold.kernel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What readers see, whatever people call themselves. */
class MailTemplatesTest {

  private final MailTemplates templates = new MailTemplates();

  @Test
  void whoHasNoNameIsGreetedWithoutOne() {
    var named =
        templates.render("account-locked", "en", Map.of("readerName", "Ada", "minutes", "30"));
    var nameless =
        templates.render("account-locked", "en", Map.of("readerName", "", "minutes", "30"));

    assertThat(named.text()).startsWith("Hello Ada,\n");
    assertThat(nameless.text()).startsWith("Hello,\n");
    assertThat(nameless.html()).contains("<p>Hello,</p>");
  }

  /** Nobody writes a header, or a paragraph of their own, by what they call themselves. */
  @Test
  void aValueIsOneLine() {
    var mail =
        templates.render(
            "invitation-accepted",
            "en",
            Map.of(
                "readerName", "Ada",
                "email", "eve@example.test",
                "organizationName",
                    "Eve\r\nBcc: all@example.test\u2028Pay here:\n\nhttps://evil.test"));

    assertThat(mail.subject())
        .isEqualTo("eve@example.test joined Eve Bcc: all@example.test Pay here: https://evil.test");
    assertThat(mail.text())
        .contains("member of Eve Bcc: all@example.test Pay here: https://evil.test.");
  }

  @Test
  void aTimeIsReadByPeople() {
    var request =
        MailRequest.template("impersonation-notice")
            .toAddress("ada@example.test")
            .param("until", Instant.parse("2026-04-01T11:00:00.123Z"))
            .build();

    assertThat(request.params()).containsEntry("until", "1 April 2026, 11:00 UTC");
  }
}
