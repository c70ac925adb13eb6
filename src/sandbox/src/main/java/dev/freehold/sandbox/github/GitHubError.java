package dev.freehold.sandbox.github;

/** An error answer: leaves by the exception, so that nothing of the call stays. */
final class GitHubError extends RuntimeException {

  final int status;

  GitHubError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }
}
