package dev.freehold.verify.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freehold.kernel.Json;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An answer of the gateway, and what it has to be. */
public record Reply(String call, int status, HttpHeaders headers, String text) {

  public JsonNode body() {
    return text.isEmpty() ? MissingNode.getInstance() : Json.tree(text);
  }

  public Reply is(int wanted) {
    assertThat(status).as("%s: %s", call, text).isEqualTo(wanted);
    return this;
  }

  public String text(String pointer) {
    JsonNode found = body().at(pointer);
    assertThat(found.isMissingNode()).as("%s: %s in %s", call, pointer, text).isFalse();
    return found.asText();
  }

  public List<JsonNode> data() {
    var rows = new ArrayList<JsonNode>();
    body().path("data").forEach(rows::add);
    return rows;
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** A whole problem document (kernel §4.2) with this code. */
  public Reply refused(int wantedStatus, String code) {
    is(wantedStatus);
    assertThat(header("Content-Type")).as(call).startsWith("application/problem+json");
    JsonNode problem = body();
    assertThat(problem.path("code").asText()).as("%s: %s", call, text).isEqualTo(code);
    assertThat(problem.path("status").asInt()).as(call).isEqualTo(wantedStatus);
    assertThat(problem.path("type").asText())
        .as(call)
        .isEqualTo("/problems/" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
    assertThat(problem.path("title").asText()).as(call).isNotEmpty();
    assertThat(problem.path("instance").asText()).as(call).startsWith("/v1");
    assertThat(problem.path("requestId").asText()).as(call).isEqualTo(header("X-Request-Id"));
    hasHeadersOfEveryAnswer();
    return this;
  }

  /** kernel §4.3. */
  public Reply hasHeadersOfEveryAnswer() {
    assertThat(header("X-Request-Id")).as(call).matches("[A-Za-z0-9._-]{1,64}");
    assertThat(header("Cache-Control")).as(call).isNotEmpty();
    assertThat(header("X-Content-Type-Options")).as(call).isEqualTo("nosniff");
    assertThat(header("Content-Security-Policy"))
        .as(call)
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(header("Referrer-Policy")).as(call).isEqualTo("no-referrer");
    assertThat(header("Vary")).as(call).contains("Origin");
    return this;
  }
}
