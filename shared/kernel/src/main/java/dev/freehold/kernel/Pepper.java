package dev.freehold.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** Keyed hashes of what has too little entropy for a plain one: addresses, codes, networks. */
@ApplicationScoped
public class Pepper {

  private final KeyRing keys;

  Pepper(KeyRing keys) {
    this.keys = keys;
  }

  /**
   * @param purpose keeps hashes of different uses apart
   * @param parts joined with a length each, so that ("a","bc") and ("ab","c") differ
   * @return 32 bytes
   */
  public byte[] hmac(String purpose, String... parts) {
    var joined = new StringBuilder(purpose);
    for (String part : parts) {
      joined.append('\n').append(part.length()).append(':').append(part);
    }
    return Hashes.hmacSha256(keys.pepper(), joined.toString().getBytes(StandardCharsets.UTF_8));
  }
}
