package dev.freehold.kernel.sql;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Optional;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** A statement failed. {@link #constraint} names what a race ran into. */
public class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  public static SqlFailure of(SQLException cause) {
    return new SqlFailure(cause);
  }

  /** The violated constraint's or unique index' name, wherever in the causes it stands. */
  public static Optional<String> constraint(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof org.postgresql.util.PSQLException e && e.getServerErrorMessage() != null) {
        return Optional.ofNullable(constraintOf(e));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String constraintOf(org.postgresql.util.PSQLException e) {
    var message = e.getServerErrorMessage();
    return message == null ? null : message.getConstraint();
  }

  /**
   * The SQLSTATE, wherever in the causes it stands; empty when the failure is not the database's.
   */
  public static String sqlState(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException e && e.getSQLState() != null) {
        return e.getSQLState();
      }
    }
    return "";
  }

  /** Lost to another transaction: may be run again as a whole. */
  public static boolean isLostToAnother(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof OptimisticLockException || at instanceof StaleStateException) {
        return true;
      }
    }
    String state = sqlState(failure);
    return state.equals("40001") || state.equals("40P01");
  }

  /** The database is away, full, or stopped us by a time-out. */
  public static boolean isUnavailable(Throwable failure) {
    String state = sqlState(failure);
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.equals("55P03");
  }
}
