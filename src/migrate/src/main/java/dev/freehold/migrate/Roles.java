package dev.freehold.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The three logins of an installation, made before the first migration: on the local host and in
 * tests by a superuser; in an AWS account the owner is the cluster's master user and makes the
 * other two.
 */
public final class Roles {

  public static final String OWNER = "freehold_owner";
  public static final String APP = "freehold_app";
  public static final String RETENTION = "freehold_retention";

  /** RDS's role of those who log in by IAM; elsewhere there is none. */
  private static final String IAM = "rds_iam";

  private Roles() {}

  /**
   * May be repeated; passwords are set anew each time.
   *
   * @param superuser a connection that may create roles and databases
   * @param database made when it is not there; owned by {@link #OWNER}
   */
  public static void create(Connection superuser, String database, String password)
      throws SQLException {
    for (String role : new String[] {OWNER, APP, RETENTION}) {
      createRole(superuser, role, password);
    }
    try (var exists = superuser.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      exists.setString(1, database);
      if (!exists.executeQuery().next()) {
        execute(superuser, "CREATE DATABASE " + quoted(superuser, database) + " OWNER " + OWNER);
      }
    }
  }

  /**
   * Makes the logins that are missing, without passwords: in an account they prove themselves by
   * IAM. May be repeated; does nothing where they are and IAM is not.
   *
   * @param owner a connection of {@link #OWNER}, who needs CREATEROLE when one is missing
   */
  static void ensure(Connection owner) throws SQLException {
    boolean iam = exists(owner, IAM);
    for (String role : new String[] {APP, RETENTION}) {
      if (!exists(owner, role)) {
        // Without NOSUPERUSER and the like: only a superuser may say even what is so already.
        execute(owner, "CREATE ROLE " + role + " LOGIN");
      }
      if (iam) {
        execute(owner, "GRANT " + IAM + " TO " + role);
      }
    }
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (var exists = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      exists.setString(1, role);
      return exists.executeQuery().next();
    }
  }

  private static void createRole(Connection superuser, String role, String password)
      throws SQLException {
    execute(
        superuser,
        (exists(superuser, role) ? "ALTER ROLE " : "CREATE ROLE ")
            + role
            + " LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD "
            + literal(superuser, password));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.enquoteIdentifier(name, true);
    }
  }

  private static String literal(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.enquoteLiteral(text);
    }
  }
}
