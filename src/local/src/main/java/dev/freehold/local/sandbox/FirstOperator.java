package dev.freehold.local.sandbox;

import dev.freehold.functions.core.sandbox.OperatorSession;
import dev.freehold.identity.operator.OperatorService;
import jakarta.enterprise.context.ApplicationScoped;

/** Signs the first operator in without asking. */
@ApplicationScoped
class FirstOperator {

  private final OperatorService operators;

  FirstOperator(OperatorService operators) {
    this.operators = operators;
  }

  OperatorSession openSession() {
    OperatorService.OperatorSession session = operators.openSession();
    return new OperatorSession(
        session.userId(), session.organizationId(), session.sessionToken(), session.expiresAt());
  }
}
