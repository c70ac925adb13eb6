package dev.freehold.bench;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the server of this run is; set by whoever started it. */
@ConfigMapping(prefix = "bench")
public interface BenchConfig {

  /** JDBC address of the superuser, who arranges rows and reads the log. */
  String adminUrl();

  /** JDBC address of the superuser in another database, from where this one can be renamed. */
  String maintenanceUrl();

  /** Name of the database. */
  String database();

  /** What the server writes, statements included while they are recorded. */
  Path log();

  /** For scripts; gone with the run. */
  Path folder();
}
