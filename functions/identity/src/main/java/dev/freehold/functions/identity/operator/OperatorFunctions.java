package dev.freehold.functions.identity.operator;

import dev.freehold.identity.operator.OperatorBootstrap;
import dev.freehold.lambda.Direct;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What is done by hand, before there is anybody. */
public class OperatorFunctions {

  private final OperatorBootstrap bootstrap;

  OperatorFunctions(OperatorBootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Who is to be the first operator. */
  @RegisterForReflection
  public record Input(String email, String name) {}

  /** {@code created} false: there is a superadmin already. */
  @RegisterForReflection
  public record Result(boolean created) {}

  @Funq("identity-bootstrap-operator")
  @Direct(summary = "Makes the first superadmin and mails a link to set a password; once.")
  public Result bootstrap(Input input) {
    return new Result(bootstrap.bootstrap(input.email(), input.name()));
  }
}
