package dev.freehold.verify.zip;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freehold.kernel.Json;
import dev.freehold.migrate.Migrator;
import dev.freehold.migrate.Roles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a function finds around it: a database of an owner who is no superuser, and its secrets. */
final class Account implements AutoCloseable {

  private static final String OWNER_SECRET = "rds!owner";

  private static final Map<String, Map<String, String>> SECRETS =
      Map.of(
          "keys",
          Map.of(
              "freehold.keys.pepper-secret", "01".repeat(32),
              "freehold.keys.local-data-key", "02".repeat(32)),
          OWNER_SECRET,
          Map.of("username", Roles.OWNER, "password", "any"));

  private final EmbeddedPostgres postgres;
  private final HttpServer secrets;

  /** Names of secrets that were read, in order. */
  final List<String> read = new CopyOnWriteArrayList<>();

  Account() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().start();
    try (var superuser = postgres.getPostgresDatabase().getConnection();
        var statement = superuser.createStatement()) {
      statement.execute("CREATE ROLE freehold_owner LOGIN CREATEROLE CREATEDB");
      statement.execute("CREATE DATABASE freehold OWNER freehold_owner");
    }
    secrets = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secrets.createContext("/", this::secret);
    secrets.start();
  }

  private String url() {
    return "jdbc:postgresql://localhost:%d/freehold".formatted(postgres.getPort());
  }

  /** Where the migration function is not tried itself. */
  void migrate() {
    new Migrator(url(), Roles.OWNER, "any").migrate();
  }

  private void secret(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked =
          Json.tree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      String id = asked.path("SecretId").asText();
      read.add(id);
      byte[] answer =
          Json.write(Map.of("Name", id, "SecretString", Json.write(SECRETS.get(id))))
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** A function's environment, as Terraform sets it. */
  Map<String, String> environment(String function) {
    var environment = new HashMap<String, String>();
    environment.put("FREEHOLD_ENVIRONMENT", "development");
    environment.put("FREEHOLD_HTTP_API_URL", "https://api.example.com");
    environment.put("FREEHOLD_HTTP_APP_URL", "https://app.example.com");
    environment.put("FREEHOLD_DATABASE_URL", url());
    environment.put("FREEHOLD_DATABASE_USER", Roles.APP);
    environment.put("FREEHOLD_DATABASE_SECRET", "any");
    environment.put("FREEHOLD_QUEUE_TRANSPORT", "none");
    environment.put("FREEHOLD_KEYS_PROVIDER", "local");
    environment.put("FREEHOLD_SECRETS", "keys");
    environment.put("FREEHOLD_STORAGE_BUCKET", "bundles");
    environment.put("FREEHOLD_MAIL_FROM", "Freehold <no-reply@example.com>");
    environment.put("QUARKUS_FUNQY_EXPORT", function);
    if (function.equals("core-run-migrations")) {
      environment.put("FREEHOLD_DATABASE_OWNER_SECRET", OWNER_SECRET);
    }
    // Quarkus' threads clear what a call left in them, which the JVM must be told to let them.
    environment.put("JAVA_TOOL_OPTIONS", "--add-opens=java.base/java.lang=ALL-UNNAMED");
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ACCESS_KEY_ID", "AKID");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "freehold-" + function);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function);
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "1");
    environment.put(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + secrets.getAddress().getPort());
    return environment;
  }

  @Override
  public void close() throws IOException {
    secrets.stop(0);
    postgres.close();
  }
}
