package dev.freehold.functions.core;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Is it there, is it ready, and what can it do. */
public class HealthFunctions {

  /** {@code status} is {@code up}. */
  @RegisterForReflection
  public record Health(String status, String version, String environment, Instant now) {}

  /** {@code status} is {@code ready}. */
  @RegisterForReflection
  public record Ready(String status, List<Readiness.Check> checks) {}

  private final HttpEdge edge;
  private final Readiness readiness;
  private final Clock clock;
  private final String version;
  private final String environment;

  HealthFunctions(
      HttpEdge edge,
      Readiness readiness,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.version") String version,
      @ConfigProperty(name = "freehold.environment") String environment) {
    this.edge = edge;
    this.readiness = readiness;
    this.clock = clock;
    this.version = version;
    this.environment = environment;
  }

  @Funq("core-get-health")
  @Http(
      route = "GET /v1/health",
      access = Access.PUBLIC,
      answer = Health.class,
      transaction = false,
      summary = "The process answers.")
  public APIGatewayV2HTTPResponse health(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(new Health("up", version, environment, clock.instant())));
  }

  @Funq("core-get-readiness")
  @Http(
      route = "GET /v1/health/ready",
      access = Access.PUBLIC,
      answer = Ready.class,
      transaction = false,
      errors = "UNAVAILABLE",
      summary = "Database, queue and keys are there; 503 with the checks when one is not.")
  public APIGatewayV2HTTPResponse ready(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(new Ready("ready", readiness.check())));
  }

  @Funq("core-get-openapi")
  @Http(
      route = "GET /v1/openapi.json",
      access = Access.PUBLIC,
      transaction = false,
      summary = "OpenAPI 3.1 of all HTTP operations.")
  public APIGatewayV2HTTPResponse openApi(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> Answer.ok(OpenApiFile.document()).header("Cache-Control", "public, max-age=3600"));
  }

  /** The document made at build time, read once. */
  private static final class OpenApiFile {
    private static final com.fasterxml.jackson.databind.JsonNode DOCUMENT = read();

    static com.fasterxml.jackson.databind.JsonNode document() {
      return DOCUMENT;
    }

    private static com.fasterxml.jackson.databind.JsonNode read() {
      try (InputStream in =
          Thread.currentThread().getContextClassLoader().getResourceAsStream("openapi.json")) {
        if (in == null) {
          throw new IllegalStateException("openapi.json is not on the class path");
        }
        return dev.freehold.kernel.Json.mapper().readTree(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
