package dev.freehold.sandbox.login;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Somebody with an account at a simulated provider: one account an address. */
public record Person(String email, String name, boolean emailVerified) {

  /** Digits only, always the same for an address. */
  public String subject() {
    var hash = UUID.nameUUIDFromBytes(email.getBytes(StandardCharsets.UTF_8));
    return Long.toString(hash.getMostSignificantBits() & Long.MAX_VALUE);
  }
}
