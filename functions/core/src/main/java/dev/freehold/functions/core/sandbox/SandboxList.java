package dev.freehold.functions.core.sandbox;

import dev.freehold.lambda.Page;
import java.util.List;

/** Lists of the sandbox are short: one page holds them. */
final class SandboxList {

  private SandboxList() {}

  static <T> Page<T> of(List<T> all) {
    return new Page<>(all, new Page.Pagination(false, null));
  }
}
