package dev.freehold.kernel;

/** Short names for DNS and cloud resources, where a UUID does not fit. */
public final class Keys {

  private Keys() {}

  /** Ten random characters of {@code [a-z0-9]}: about 51 bits; unique by the table's constraint. */
  public static String next() {
    return Secrets.word(10);
  }
}
