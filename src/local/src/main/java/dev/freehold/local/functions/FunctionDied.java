package dev.freehold.local.functions;

/** What a fault of the sandbox throws in a function: nothing in the product catches it. */
public final class FunctionDied extends Error {

  private static final long serialVersionUID = 1L;

  FunctionDied(String operation, String point) {
    super("fault of the sandbox: %s dies %s".formatted(operation, point));
  }
}
