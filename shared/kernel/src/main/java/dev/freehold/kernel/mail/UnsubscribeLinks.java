package dev.freehold.kernel.mail;

import dev.freehold.kernel.Pepper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One click in the reader's program ends a type of mail (RFC 8058). The token is made of reader,
 * type and a keyed hash of the two: nothing is kept, and nobody can make one for somebody else.
 */
@ApplicationScoped
public class UnsubscribeLinks {

  private static final String PREFIX = "fhu_";
  private static final int HASH_BYTES = 32;
  private static final int ID_BYTES = 16;

  private final Pepper pepper;
  private final String apiUrl;

  UnsubscribeLinks(Pepper pepper, @ConfigProperty(name = "freehold.http.api-url") String apiUrl) {
    this.pepper = pepper;
    this.apiUrl = apiUrl.replaceAll("/+$", "");
  }

  /** Who does not want which type any more. */
  public record Reader(UUID userId, String emailType) {}

  /** Of a mail of a type that its reader may end; others have none. */
  Map<String, String> headers(MailRequest request) {
    UUID userId = request.userId();
    String category = request.category();
    if (userId == null
        || category.equals(MailRequest.SECURITY)
        || category.equals(MailRequest.SERVICE)) {
      return Map.of();
    }
    return Map.of(
        "List-Unsubscribe",
        "<" + apiUrl + "/v1/email-preferences/unsubscribe?token=" + token(userId, category) + ">",
        "List-Unsubscribe-Post",
        "List-Unsubscribe=One-Click");
  }

  public String token(UUID userId, String emailType) {
    byte[] type = emailType.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes =
        ByteBuffer.allocate(HASH_BYTES + ID_BYTES + type.length)
            .put(hash(userId, emailType))
            .putLong(userId.getMostSignificantBits())
            .putLong(userId.getLeastSignificantBits())
            .put(type)
            .array();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty where the token is not of ours. */
  public Optional<Reader> read(String token) {
    if (!token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.remaining() <= HASH_BYTES + ID_BYTES) {
      return Optional.empty();
    }
    byte[] hash = new byte[HASH_BYTES];
    bytes.get(hash);
    UUID userId = new UUID(bytes.getLong(), bytes.getLong());
    String type = StandardCharsets.US_ASCII.decode(bytes).toString();
    return MessageDigest.isEqual(hash, hash(userId, type))
        ? Optional.of(new Reader(userId, type))
        : Optional.empty();
  }

  private byte[] hash(UUID userId, String emailType) {
    return pepper.hmac("unsubscribe", userId.toString(), emailType);
  }
}
