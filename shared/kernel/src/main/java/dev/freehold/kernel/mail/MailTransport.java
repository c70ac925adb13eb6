package dev.freehold.kernel.mail;

import java.util.Map;
import java.util.UUID;

/** Hands one mail to a provider. Chosen by {@code freehold.mail.transport}. */
public interface MailTransport {

  /**
   * @param id our own reference, given to the provider, so that a repeat can be told
   * @param headers besides those of every mail, e.g. {@code List-Unsubscribe}
   */
  record Outgoing(
      UUID id,
      String to,
      String template,
      String subject,
      String text,
      String html,
      Map<String, String> headers) {}

  /** The provider takes no more for now; nothing is wrong with the mail. */
  final class OverRate extends RuntimeException {
    public OverRate(RuntimeException answer) {
      super(answer);
    }
  }

  /** {@code ses}, {@code smtp}. */
  String provider();

  /**
   * @return the provider's id of the message
   * @throws OverRate when it is to be offered again in a moment, however often
   * @throws RuntimeException when the provider did not take it; it is tried again
   */
  String send(Outgoing mail);
}
