package dev.freehold.kernel;

/**
 * One stable code of the public API. Implemented by one enum per noun whose constants are the codes
 * (UPPER_SNAKE, never renamed); the errors page is made from them.
 */
public interface RefusalCode {

  /** The code itself; an enum constant's name. */
  String name();

  Kind kind();

  /** What the caller should do, one sentence. */
  String advice();

  /**
   * @param detail for a person, with {@link String#formatted} places; names ids and amounts, never
   *     a secret
   */
  default Refusal because(String detail, Object... args) {
    return new Refusal(this, args.length == 0 ? detail : detail.formatted(args));
  }
}
