package dev.freehold.sandbox.cloudflare;

import java.util.Optional;

/** What Pages sees of the Git host. */
public interface GitSource {

  record Head(String sha, String message) {}

  boolean exists(String owner, String repository);

  Optional<Head> head(String owner, String repository, String branch);
}
