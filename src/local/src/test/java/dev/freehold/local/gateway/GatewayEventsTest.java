package dev.freehold.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.lambda.catalogue.FunctionEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayEventsTest {

  private static final byte[] NOTHING = new byte[0];

  private final Routes routes =
      new Routes(
          List.of(
              route("registry-get-platform", "GET", "/v1/platforms/{platformId}"),
              route("registry-list-mine", "GET", "/v1/platforms/mine"),
              route("registry-update-platform", "PATCH", "/v1/platforms/{platformId}")));

  @Test
  void aWrittenSegmentWinsOverAParameter() {
    assertThat(routes.find("GET", "/v1/platforms/mine").orElseThrow().operation().name())
        .isEqualTo("registry-list-mine");
    assertThat(routes.find("PATCH", "/v1/platforms/mine").orElseThrow().parameters())
        .containsEntry("platformId", "mine");
  }

  @Test
  void parametersAreDecoded() {
    assertThat(routes.find("GET", "/v1/platforms/a%2Fb%20c+d").orElseThrow().parameters())
        .containsEntry("platformId", "a/b c+d");
  }

  @Test
  void otherPathsAndMethodsHaveNoRoute() {
    assertThat(routes.find("DELETE", "/v1/platforms/1")).isEmpty();
    assertThat(routes.find("GET", "/v1/platforms")).isEmpty();
    assertThat(routes.find("GET", "/v1/platforms/")).isEmpty();
    assertThat(routes.find("GET", "/v1/platforms/1/x")).isEmpty();
  }

  @Test
  void theEventIsThatOfPayloadFormatTwo() {
    APIGatewayV2HTTPEvent event =
        event(
            "PATCH",
            "/v1/platforms/7",
            "tag=a&tag=b%20c&empty",
            List.of(
                Map.entry("Content-Type", "application/json"),
                Map.entry("X-Many", "1"),
                Map.entry("x-many", "2"),
                Map.entry("Cookie", "freehold_session=abc; other=1"),
                Map.entry("User-Agent", "test")),
            "{\"name\":\"ä\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(event.getVersion()).isEqualTo("2.0");
    assertThat(event.getRouteKey()).isEqualTo("PATCH /v1/platforms/{platformId}");
    assertThat(event.getRawPath()).isEqualTo("/v1/platforms/7");
    assertThat(event.getRawQueryString()).isEqualTo("tag=a&tag=b%20c&empty");
    assertThat(event.getQueryStringParameters()).containsEntry("tag", "a,b c");
    assertThat(event.getQueryStringParameters()).containsEntry("empty", "");
    assertThat(event.getPathParameters()).containsEntry("platformId", "7");
    assertThat(event.getHeaders()).containsEntry("x-many", "1,2").doesNotContainKey("cookie");
    assertThat(event.getCookies()).containsExactly("freehold_session=abc", "other=1");
    assertThat(event.getBody()).isEqualTo("{\"name\":\"ä\"}");
    assertThat(event.getIsBase64Encoded()).isFalse();
    assertThat(event.getRequestContext().getHttp().getSourceIp()).isEqualTo("127.0.0.1");
    assertThat(event.getRequestContext().getTimeEpoch()).isEqualTo(1_775_001_600_000L);
    assertThat(event.getRequestContext().getTime()).isEqualTo("01/Apr/2026:00:00:00 +0000");
  }

  @Test
  void aBodyThatIsNoTextComesInBase64AndUnchanged() {
    byte[] zip = {80, 75, 3, 4, -1, 0};

    APIGatewayV2HTTPEvent event =
        event("PATCH", "/v1/x", "", List.of(Map.entry("Content-Type", "application/zip")), zip);

    assertThat(event.getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(event.getBody())).isEqualTo(zip);
  }

  @Test
  void bytesThatAreNoTextKeepTheirFormWhateverTheirTypeSays() {
    byte[] broken = {'{', -1, '}'};

    APIGatewayV2HTTPEvent event =
        event("PATCH", "/v1/x", "", List.of(Map.entry("Content-Type", "application/json")), broken);

    assertThat(event.getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(event.getBody())).isEqualTo(broken);
  }

  @Test
  void anUnknownRouteIsTheDefaultRoute() {
    APIGatewayV2HTTPEvent event = event("GET", "/nowhere", "", List.of(), NOTHING);

    assertThat(event.getRouteKey()).isEqualTo("$default");
    assertThat(event.getPathParameters()).isNull();
    assertThat(event.getBody()).isNull();
    assertThat(event.getIsBase64Encoded()).isFalse();
  }

  @Test
  void onlyOurOriginsMayCallFromABrowser() {
    Cors cors = new Cors(List.of("https://app.example.com"));

    assertThat(cors.preflight(Optional.of("https://app.example.com")))
        .containsEntry("Access-Control-Allow-Origin", "https://app.example.com")
        .containsEntry("Access-Control-Allow-Credentials", "true")
        .containsEntry("Access-Control-Max-Age", "600");
    assertThat(cors.preflight(Optional.of("https://app.example.com.evil.test")))
        .doesNotContainKey("Access-Control-Allow-Origin");
    assertThat(cors.answer(Optional.of("https://app.example.com")).values()).doesNotContain("*");
    assertThat(cors.answer(Optional.empty())).isEmpty();
  }

  private APIGatewayV2HTTPEvent event(
      String method,
      String path,
      String query,
      List<Map.Entry<String, String>> headers,
      byte[] body) {
    return GatewayEvents.of(
        new GatewayEvents.Incoming(
            method, path, query, headers, body, "127.0.0.1", Instant.parse("2026-04-01T00:00:00Z")),
        routes.find(method, path));
  }

  private static FunctionEntry route(String name, String method, String path) {
    return FunctionEntry.of(name, "registry", "http")
        .route(method, path)
        .allowed("permission", "platforms:read")
        .sized(512, 15);
  }
}
