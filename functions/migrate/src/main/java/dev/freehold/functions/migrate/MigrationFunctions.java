package dev.freehold.functions.migrate;

import dev.freehold.lambda.Direct;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.migrate.Migrator;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one function whose login is the owner of the schemas. */
public class MigrationFunctions {

  private final Migrator migrator;

  MigrationFunctions(
      @ConfigProperty(name = "freehold.database.url") String url,
      @ConfigProperty(name = "freehold.database.user") String owner,
      @ConfigProperty(name = "freehold.database.secret") String password) {
    migrator = new Migrator(url, owner, password);
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
      summary = "Applies what is missing; fails whole on the first failing file.",
      timeoutSec = 900)
  public Applied run(Input input) {
    Migrator.Migrated migrated = migrator.migrate();
    return new Applied(migrated.from(), migrated.to(), migrated.applied());
  }
}
