package dev.freehold.local.schedule;

import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.schedule.CronExpression;

/** One operation with trigger cron. */
record Schedule(String operation, CronExpression cron) {

  static Schedule of(FunctionEntry operation) {
    String expression = operation.schedule();
    if (expression == null) {
      throw new IllegalStateException(operation.name() + " has no expression");
    }
    return new Schedule(operation.name(), CronExpression.parse(expression));
  }
}
