package dev.freehold.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The three logins of an installation. The environment makes them before the first migration: the
 * local host and tests by this class, an AWS account by its Terraform.
 */
public final class Roles {

  public static final String OWNER = "freehold_owner";
  public static final String APP = "freehold_app";
  public static final String RETENTION = "freehold_retention";

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

  private static void createRole(Connection superuser, String role, String password)
      throws SQLException {
    boolean there;
    try (var exists = superuser.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      exists.setString(1, role);
      there = exists.executeQuery().next();
    }
    execute(
        superuser,
        (there ? "ALTER ROLE " : "CREATE ROLE ")
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
