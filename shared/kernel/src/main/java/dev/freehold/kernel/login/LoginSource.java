package dev.freehold.kernel.login;

/** Where a database's passwords come from when the configuration holds none. */
public interface LoginSource {

  /** A password for one role, good for some minutes and for new connections only. */
  String token(String host, int port, String user);

  /** The login that a secret holds, read anew: its keeper changes it. */
  Login ofSecret(String secretId);
}
