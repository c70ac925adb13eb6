package dev.freehold.lambda;

/** Who may call an operation at all. */
public enum Access {
  /** Session, key or token with the operation's permission. */
  PERMISSION,
  /** Any signed-in user, by session only. */
  SELF,
  /** Session, key or token, whatever they may do. */
  CALLER,
  /** Anyone; no tenant's row is seen. */
  PUBLIC,
  /** Anyone; of who sends a credential, it is judged: a session, or refused. */
  OPTIONAL,
  /** A provider: the operation checks the signature over the raw body. */
  WEBHOOK,
  /** Anyone, only where the sandbox is on; else 404. */
  SANDBOX
}
