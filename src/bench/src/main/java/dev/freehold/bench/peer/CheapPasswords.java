package dev.freehold.bench.peer;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.password.Passwords;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Compares instead of hashing, as the peer is told to do too: what a hash costs is a setting, and
 * would hide all the rest.
 */
@Alternative
@Priority(1)
@Singleton
class CheapPasswords extends Passwords {

  private static final String MARK = "none:";

  CheapPasswords(IdentityConfig identity) {
    super(identity);
  }

  @Override
  public String hash(String typed) {
    return MARK + typed;
  }

  @Override
  public Judgement judge(String typed, @Nullable String phc) {
    return new Judgement(hash(typed).equals(phc), false);
  }
}
