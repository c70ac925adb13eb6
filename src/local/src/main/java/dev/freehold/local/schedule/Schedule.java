package dev.freehold.local.schedule;

import dev.freehold.local.functions.Operation;

/** One operation with trigger cron. */
record Schedule(String operation, CronExpression cron) {

  static Schedule of(Operation operation) {
    String expression = operation.expression();
    if (expression == null) {
      throw new IllegalStateException(operation.name() + " has no expression");
    }
    return new Schedule(operation.name(), CronExpression.parse(expression));
  }
}
