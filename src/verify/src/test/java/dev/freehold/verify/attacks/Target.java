package dev.freehold.verify.attacks;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.HostProcess;
import java.util.Map;

/**
 * One host for all attacks; each makes its own people. Answers do not wait for a floor, so that
 * differences of time show, and the network's own limits are out of the way.
 */
final class Target {

  /** Where our pages are; the browser says so in {@code Origin}. */
  static final String PAGE = "https://app.acme.test";

  static final HostProcess HOST =
      HostProcess.start(
          HostProcess.folder("attacks"),
          Map.of(
              "FREEHOLD_HTTP_ALLOWED_ORIGINS", PAGE,
              "FREEHOLD_IDENTITY_SIGN_IN_FLOOR", "PT0S",
              "FREEHOLD_IDENTITY_THROTTLE_SIGN_IN_IP", "100000"));

  static final Client HTTP = HOST.client();

  private Target() {}

  static Client operator() {
    return HTTP.as(
        HTTP.post("/v1/sandbox/operator-session", Map.of()).is(201).text("/sessionToken"));
  }
}
