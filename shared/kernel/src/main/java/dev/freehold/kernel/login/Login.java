package dev.freehold.kernel.login;

/** A database role and what proves it for the next connection; not kept longer than that. */
public record Login(String user, String password) {

  /** Without the password: a login may stand in a log line. */
  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
