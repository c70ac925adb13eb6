package dev.freehold.identity.recovery;

import dev.freehold.kernel.KernelRefusal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the app goes after a sign-in: a path of its own, never another host. */
public final class RedirectPath {

  private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[^\\\\\\s\\p{Cntrl}]{0,1023}");

  private RedirectPath() {}

  /**
   * @param field of the request, named where it is no path
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}
   */
  public static void check(String field, @Nullable String path) {
    if (path != null && !PATH.matcher(path).matches()) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field(
              field, "PATTERN", "is a path of the app: one leading slash, no host, no backslash");
    }
  }
}
