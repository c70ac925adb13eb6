package dev.freehold.verify.generated;

import dev.freehold.kernel.RefusalCode;
import dev.freehold.lambda.Problems;
import dev.freehold.verify.Tree;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** Every code of the product, from the enums that define them. */
public final class Refusals {

  private Refusals() {}

  /** By code. One code has one status, everywhere: a second enum with another one is refused. */
  public static Map<String, RefusalCode> all() {
    var codes = new TreeMap<String, RefusalCode>();
    var types = new ArrayList<>(Tree.classes("shared", name -> name.endsWith("Refusal")));
    types.addAll(Tree.classes("functions", name -> name.endsWith("Refusal")));
    for (Class<?> type : types) {
      if (!type.isEnum() || !RefusalCode.class.isAssignableFrom(type)) {
        continue;
      }
      for (Object constant : type.getEnumConstants()) {
        var code = (RefusalCode) constant;
        RefusalCode known = codes.putIfAbsent(code.name(), code);
        if (known != null && known.kind() != code.kind()) {
          throw new IllegalStateException(code.name() + " has two statuses");
        }
      }
    }
    return codes;
  }

  static int status(RefusalCode code) {
    return Problems.status(code.kind());
  }

  /** May the same call be repeated unchanged, and when. */
  static String repeat(RefusalCode code) {
    return switch (code.kind()) {
      case TOO_MANY, UNAVAILABLE -> "after `Retry-After`";
      case PRECONDITION_FAILED -> "after reading again";
      case CONFLICT -> "when the state has changed";
      case INVALID,
          UNAUTHENTICATED,
          PAYMENT_REQUIRED,
          FORBIDDEN,
          NOT_FOUND,
          GONE,
          TOO_LARGE,
          UNSUPPORTED,
          UNPROCESSABLE ->
          "no";
    };
  }
}
