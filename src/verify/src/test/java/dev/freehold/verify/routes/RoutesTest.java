package dev.freehold.verify.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Permissions;
import dev.freehold.lambda.Access;
import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.HostProcess;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** kernel §4.1 to §4.3 over every route, by HTTP against a host of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {

  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TOO_LARGE = new byte[1_048_577];

  static {
    Arrays.fill(TOO_LARGE, (byte) ' ');
  }

  private HostProcess host;
  private Client http;
  private Tenant ada;
  private Tenant bob;
  private Client asAda;
  private Client asOperator;
  private Client asOperatorInBobsPlace;
  private String adasPlatform;
  private String bobsPlatform;
  private Tenant eve;
  private String evesPlatform;

  @BeforeAll
  void start() {
    host = HostProcess.start(HostProcess.folder("routes"));
    http = host.client();
    ada = Tenant.signUp(http);
    bob = Tenant.signUp(http);
    adasPlatform = ada.startOnboarding(http).path("platformId").asText();
    bobsPlatform = bob.startOnboarding(http).path("platformId").asText();
    eve = Tenant.signUp(http);
    evesPlatform = eve.startOnboarding(http).path("platformId").asText();
    Tenant.advance(http, "PT15M");
    // Fresh for a quarter of an hour, so made after the advance.
    ada = ada.signIn(http);
    bob = bob.signIn(http);
    asAda = http.as(ada.session());
    asOperator =
        http.as(http.post("/v1/sandbox/operator-session", Map.of()).is(201).text("/sessionToken"));
    asOperatorInBobsPlace = http.as(impersonate(bob));
  }

  private String impersonate(Tenant tenant) {
    String user = http.as(tenant.session()).get("/v1/session").is(200).text("/user/id");
    return asOperator
        .post(
            "/v1/admin/users/" + user + "/impersonate",
            Map.of("reason", "what may be done in somebody's place"))
        .is(201)
        .text("/sessionToken");
  }

  @AfterAll
  void stop() {
    host.close();
  }

  static Stream<Route> all() {
    return Route.all();
  }

  static Stream<Route> withCaller() {
    return all().filter(Route::needsCaller);
  }

  static Stream<Route> withPermission() {
    return all().filter(Route::needsPermission);
  }

  static Stream<Route> withBody() {
    return all().filter(Route::hasBody).filter(route -> !route.isRaw());
  }

  static Stream<Route> withoutBody() {
    return all().filter(route -> !route.hasBody()).filter(route -> !route.isRaw());
  }

  /** Paths with the methods they know. */
  static Stream<Map.Entry<String, Set<String>>> paths() {
    return all()
        .collect(
            Collectors.groupingBy(
                Route::template, Collectors.mapping(Route::method, Collectors.toSet())))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey());
  }

  private Client entitled(Route route) {
    boolean needsOperator =
        route.needsPermission() && Permissions.isOperatorOnly(route.http().permission());
    if (needsOperator) {
      return asOperator;
    }
    return route.needsCaller() ? asAda : http;
  }

  private static byte @Nullable [] bodyOf(Route route) {
    return route.hasBody() ? EMPTY : null;
  }

  @ParameterizedTest
  @MethodSource("withCaller")
  void withoutACredentialItIs401(Route route) {
    http.send(route.method(), route.path(ada.organizationId()), bodyOf(route))
        .refused(401, "UNAUTHENTICATED");
  }

  @ParameterizedTest
  @MethodSource("withCaller")
  void withAForgedCredentialItIs401(Route route) {
    for (String token :
        List.of("fhs_" + "A".repeat(43), "fh_live_" + "A".repeat(43), "nonsense", "fhs_x")) {
      http.as(token)
          .send(route.method(), route.path(ada.organizationId()), bodyOf(route))
          .refused(401, "UNAUTHENTICATED");
    }
  }

  @ParameterizedTest
  @MethodSource("withPermission")
  void anotherOrganizationIsNotThere(Route route) {
    asAda
        .with("X-Organization-Id", bob.organizationId())
        .send(route.method(), route.path(bob.organizationId()), bodyOf(route))
        .refused(404, "NOT_FOUND");
  }

  @ParameterizedTest
  @MethodSource("withPermission")
  void withoutThePermissionItIs403(Route route) {
    String other = route.http().permission().equals("audit:read") ? "platforms:read" : "audit:read";

    http.as(keyWith(other))
        .send(route.method(), route.path(ada.organizationId()), bodyOf(route))
        .refused(403, "PERMISSION_DENIED");
  }

  /** What needs a fresh session, and every change of a person's own account (identity §3). */
  static Stream<Route> ofThePersonAlone() {
    return withCaller()
        .filter(
            route ->
                route.http().fresh()
                    || (!route.method().equals("GET")
                        && route.template().startsWith("/v1/users/me")));
  }

  @ParameterizedTest
  @MethodSource("ofThePersonAlone")
  void anOperatorInSomebodysPlaceIsRefused(Route route) {
    asOperatorInBobsPlace
        .send(route.method(), route.path(bob.organizationId()), bodyOf(route))
        .refused(403, "IMPERSONATION_FORBIDDEN");
  }

  private final Map<String, String> keys = new java.util.HashMap<>();

  private String keyWith(String permission) {
    return keys.computeIfAbsent(permission, one -> ada.key(http, one));
  }

  @ParameterizedTest
  @MethodSource("withBody")
  void whatIsNoJsonIs400(Route route) {
    for (String text : List.of("{\"a\":", "[]]", "{\"a\":1,\"a\":2}", "[".repeat(2_000))) {
      entitled(route)
          .send(
              route.method(),
              route.path(ada.organizationId()),
              text.getBytes(StandardCharsets.UTF_8))
          .refused(400, "BODY_MALFORMED");
    }
  }

  @ParameterizedTest
  @MethodSource("withBody")
  void anUnknownFieldIs400(Route route) {
    Reply reply =
        entitled(route)
            .send(
                route.method(),
                route.path(ada.organizationId()),
                "{\"thisIsNotKnown\":1}".getBytes(StandardCharsets.UTF_8))
            .refused(400, "VALIDATION_FAILED");

    assertThat(faults(reply)).contains("thisIsNotKnown UNKNOWN_FIELD");
  }

  @ParameterizedTest
  @MethodSource("all")
  void anUnknownQueryParameterIs400(Route route) {
    if (route.isRaw() || route.isDisruptive()) {
      return;
    }
    Reply reply =
        entitled(route)
            .send(
                route.method(),
                route.path(ada.organizationId()) + "?thisIsNotKnown=1",
                bodyOf(route))
            .refused(400, "VALIDATION_FAILED");

    assertThat(faults(reply)).anyMatch(fault -> fault.startsWith("thisIsNotKnown "));
  }

  private static List<String> faults(Reply reply) {
    return Stream.iterate(0, i -> i + 1)
        .limit(reply.body().path("errors").size())
        .map(i -> reply.body().path("errors").get(i))
        .map(fault -> fault.path("field").asText() + " " + fault.path("code").asText())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aBodyOverAMebibyteIs413WhoeverSendsIt(Route route) {
    if (route.method().equals("GET") || route.method().equals("DELETE")) {
      return;
    }
    http.send(route.method(), route.path(ada.organizationId()), TOO_LARGE)
        .refused(413, "BODY_TOO_LARGE");
  }

  @ParameterizedTest
  @MethodSource("withBody")
  void anotherContentTypeIs415(Route route) {
    http.with("Content-Type", "text/plain")
        .send(route.method(), route.path(ada.organizationId()), EMPTY)
        .refused(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aMethodTheRouteDoesNotKnowIs404(Map.Entry<String, Set<String>> path) {
    for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      boolean isOther =
          all()
              .anyMatch(
                  route ->
                      route.method().equals(method)
                          && path.getKey()
                              .matches(route.template().replaceAll("\\{[^}]+}", "[^/]+")));
      if (!isOther) {
        http.send(method, path.getKey().replaceAll("\\{[^}]+}", "x"), null)
            .refused(404, "NOT_FOUND");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/nowhere", "/v1", "/v1/platforms/x/y/z", "/v1/%2e%2e/platforms", "/v1/a?b=c"})
  void anUnknownRouteIs404(String path) {
    asAda.get(path).refused(404, "NOT_FOUND");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRequestIdIsTakenOverOrMade(Route route) {
    if (route.isDisruptive() || !route.needsCaller()) {
      return;
    }
    String mine = "r-" + UUID.randomUUID();

    Reply taken =
        http.with("X-Request-Id", mine)
            .send(route.method(), route.path(ada.organizationId()), bodyOf(route));
    Reply made =
        http.with("X-Request-Id", "not/allowed")
            .send(route.method(), route.path(ada.organizationId()), bodyOf(route));

    assertThat(taken.header("X-Request-Id")).isEqualTo(mine);
    assertThat(made.header("X-Request-Id")).isNotEqualTo("not/allowed").isNotEmpty();
  }

  /** Ids of another tenant: the same answer as ids of nothing. */
  @ParameterizedTest
  @MethodSource("withoutBody")
  void anotherTenantsPlatformIsNotThere(Route route) {
    if (!route.template().contains("{platformId}") || entitled(route) == asOperator) {
      return;
    }
    asAda
        .send(route.method(), route.template().replace("{platformId}", bobsPlatform), null)
        .refused(404, "NOT_FOUND");
  }

  @Test
  void aPlatformsOwnerReadsItAndAnotherTenantDoesNot() {
    asAda.get("/v1/platforms/" + adasPlatform).is(200).hasHeadersOfEveryAnswer();
    asAda.get("/v1/platforms/" + bobsPlatform).refused(404, "NOT_FOUND");
    asAda
        .patch("/v1/platforms/" + bobsPlatform, Map.of("name", "Mine now"))
        .refused(404, "NOT_FOUND");
  }

  @Test
  void anotherTenantsJobOnboardingSubscriptionAndKeyAreNotThere() {
    Client asBob = http.as(bob.session());
    for (String list : List.of("/v1/platforms", "/v1/subscriptions", "/v1/audit")) {
      for (JsonNode row : asBob.get(list).is(200).data()) {
        asAda.get(list + "/" + row.path("id").asText()).refused(404, "NOT_FOUND");
      }
    }
  }

  /** registry §5.6: reading goes on, changing is refused, with the reason. */
  @Test
  void aSuspendedPlatformIsReadAndNotChanged() {
    Client asEve = http.as(eve.session());
    String platform = evesPlatform;
    asOperator
        .post("/v1/platforms/" + platform + "/suspend", Map.of("reason", "looked at"))
        .is(200);

    all()
        .filter(route -> route.template().contains("{platformId}") && route.method().equals("GET"))
        .forEach(route -> asEve.get(route.template().replace("{platformId}", platform)).is(200));
    Reply refused =
        asEve
            .patch("/v1/platforms/" + platform, Map.of("name", "Other"))
            .refused(403, "PLATFORM_SUSPENDED");

    assertThat(refused.text("/reason")).isEqualTo("operator");
  }

  @Test
  void sessionsOnlyMeansNoKey() {
    Route.all()
        .filter(route -> route.http().access() == Access.SELF)
        .forEach(
            route ->
                assertThat(
                        http.as(keyWith("audit:read"))
                            .send(route.method(), route.path(ada.organizationId()), bodyOf(route))
                            .status())
                    .as(route.name())
                    .isIn(401, 403));
  }
}
