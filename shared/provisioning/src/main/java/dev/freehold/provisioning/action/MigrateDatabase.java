package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.D1Databases;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.stacks.Bundles;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The feature's migrations in a database, each once: a file and its bookkeeping go in one batch, so
 * that a crash leaves both or neither.
 */
@ApplicationScoped
public class MigrateDatabase implements StepAction {

  /** Files an attempt gets on with; a bundle with more takes several. */
  private static final int FILES = 10;

  private static final String BOOK =
      "CREATE TABLE IF NOT EXISTS _freehold_migrations"
          + " (feature TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (feature, name));";

  private final Bundles bundles;

  MigrateDatabase(Bundles bundles) {
    this.bundles = bundles;
  }

  @Override
  public StepKind kind() {
    return StepKind.MIGRATE_D1;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.cloud(FILES + 1);
  }

  @Override
  public StepResult act(StepWork work) {
    String featureId = Existing.featureId(work);
    var files = bundles.read(work.job().payload().feature(featureId)).migrations();
    D1Databases databases = work.cloud().databases();
    String database =
        Existing.idOf(work, StepKind.CREATE_D1, step -> step.target().equals(work.step().target()));
    Set<String> done =
        new HashSet<>(
            databases.texts(
                database,
                BOOK
                    + " SELECT name FROM _freehold_migrations WHERE feature = "
                    + quoted(featureId)
                    + ";"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!done.contains(file.getKey())) {
        databases.execute(database, batch(featureId, file));
      }
    }
    return StepResult.done(StepOutput.found(database));
  }

  private static String batch(String featureId, Map.Entry<String, byte[]> file) {
    String sql = new String(file.getValue(), StandardCharsets.UTF_8).strip();
    return "%s%s\nINSERT INTO _freehold_migrations (feature, name) VALUES (%s, %s);"
        .formatted(sql, sql.endsWith(";") ? "" : ";", quoted(featureId), quoted(file.getKey()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
