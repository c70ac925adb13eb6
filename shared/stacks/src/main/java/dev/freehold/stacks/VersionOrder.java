package dev.freehold.stacks;

import java.util.Collection;

/** Where a new version may stand: an old line can be patched, nothing slips in below. */
final class VersionOrder {

  private VersionOrder() {}

  /**
   * @param line all versions of the new one's major line
   * @throws dev.freehold.kernel.Refusal {@code VERSION_EXISTS}, {@code VERSION_NOT_GREATER}
   */
  static void check(SemVer wanted, Collection<SemVer> line) {
    if (line.contains(wanted)) {
      throw StacksRefusal.VERSION_EXISTS.because("%s is published", wanted);
    }
    line.stream()
        .filter(known -> known.compareTo(wanted) > 0)
        .max(SemVer::compareTo)
        .ifPresent(
            higher -> {
              throw StacksRefusal.VERSION_NOT_GREATER.because("%s is not above %s", wanted, higher);
            });
  }
}
