package dev.freehold.local.start;

import java.net.URI;

/** Addresses of PostgreSQL in the three spellings in use. */
final class JdbcUrl {

  private static final String JDBC = "jdbc:";

  private JdbcUrl() {}

  /**
   * @param address {@code postgresql://user:password@host:port/database}, or the JDBC spelling with
   *     user and password as parameters
   */
  static String of(String address) {
    if (address.startsWith(JDBC)) {
      return address;
    }
    URI uri = URI.create(address);
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    String[] parts = user.split(":", 2);
    StringBuilder url = new StringBuilder(JDBC + "postgresql://" + uri.getHost());
    if (uri.getPort() > 0) {
      url.append(':').append(uri.getPort());
    }
    url.append(uri.getRawPath());
    String separator = "?";
    if (!parts[0].isEmpty()) {
      url.append(separator).append("user=").append(parts[0]);
      separator = "&";
    }
    if (parts.length > 1) {
      url.append(separator).append("password=").append(parts[1]);
      separator = "&";
    }
    if (uri.getRawQuery() != null) {
      url.append(separator).append(uri.getRawQuery());
    }
    return url.toString();
  }

  static String withoutUser(String jdbcUrl) {
    int question = jdbcUrl.indexOf('?');
    if (question < 0) {
      return jdbcUrl;
    }
    StringBuilder kept = new StringBuilder();
    for (String parameter : jdbcUrl.substring(question + 1).split("&")) {
      if (!parameter.startsWith("user=") && !parameter.startsWith("password=")) {
        kept.append(kept.isEmpty() ? "?" : "&").append(parameter);
      }
    }
    return jdbcUrl.substring(0, question) + kept;
  }

  static String forPsql(String jdbcUrl, String user, String password) {
    String rest = jdbcUrl.substring((JDBC + "postgresql://").length());
    return "postgresql://%s:%s@%s".formatted(user, password, rest);
  }
}
