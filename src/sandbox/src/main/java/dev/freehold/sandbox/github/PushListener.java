package dev.freehold.sandbox.github;

/** Hears of every push, after it is on disk. */
@FunctionalInterface
public interface PushListener {

  void pushed(String owner, String repository, String branch, String sha, String message);
}
