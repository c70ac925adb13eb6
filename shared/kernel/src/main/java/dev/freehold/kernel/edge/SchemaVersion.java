package dev.freehold.kernel.edge;

import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;

/** The newest migration the database has seen. */
@ApplicationScoped
public class SchemaVersion {

  private final Sql sql;

  SchemaVersion(Sql sql) {
    this.sql = sql;
  }

  /** Throws when the database is away or was never migrated. */
  public String read() {
    return sql.one("SELECT core.schema_version() AS version", row -> row.text("version"));
  }
}
