package dev.freehold.functions.migrate;

import dev.freehold.kernel.login.DatabaseLogin;
import dev.freehold.kernel.login.Login;
import dev.freehold.lambda.Direct;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.migrate.Migrator;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The one function whose login is the owner of the schemas. */
public class MigrationFunctions {

  private final DatabaseLogin login;

  MigrationFunctions(DatabaseLogin login) {
    this.login = login;
  }

  /** Nothing to say: {@code {}}. */
  @RegisterForReflection
  public record Input() {}

  /**
   * @param from version before, empty for a new database
   * @param applied files applied by this call
   */
  @RegisterForReflection
  public record Applied(String from, String to, int applied) {}

  @Funq("core-run-migrations")
  @Uses(Outside.OWNER)
  @Direct(
      summary = "Makes the logins, applies what is missing; fails whole on the first failing file.",
      timeoutSec = 900)
  public Applied run(Input input) {
    Login owner = login.own();
    Migrator.Migrated migrated =
        new Migrator(login.url(), owner.user(), owner.password()).migrate();
    return new Applied(migrated.from(), migrated.to(), migrated.applied());
  }
}
