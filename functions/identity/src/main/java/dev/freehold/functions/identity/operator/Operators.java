package dev.freehold.functions.identity.operator;

import dev.freehold.identity.operator.Operator;
import dev.freehold.lambda.HttpCall;

/** The operator who calls. */
final class Operators {

  private Operators() {}

  static Operator acting(HttpCall call) {
    return new Operator(call.caller().user(), call.caller().systemRole().equals("superadmin"));
  }
}
