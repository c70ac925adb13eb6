package dev.freehold.local.starter;

import dev.freehold.identity.operator.OperatorBootstrap;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Json;
import dev.freehold.local.start.HostParts;
import dev.freehold.local.start.HostSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first operator, whose credentials stand in the data folder's operator.json. */
@ApplicationScoped
class StarterOperator {

  private static final String EMAIL = "operator@freehold.test";
  private static final String NAME = "Operator";

  /** Long enough for anybody, short enough to be typed. */
  private static final int PASSWORD_LENGTH = 24;

  private final OperatorBootstrap bootstrap;

  StarterOperator(OperatorBootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  void make() {
    HostSecrets secrets = HostParts.current().secrets();
    String password = secrets.get("operator-password").substring(0, PASSWORD_LENGTH);
    byte[] totp =
        HexFormat.of().parseHex(secrets.get("operator-totp").substring(0, 2 * Totp.SECRET_BYTES));
    if (bootstrap.bootstrapEnrolled(EMAIL, NAME, new OperatorBootstrap.Enrolled(password, totp))) {
      Map<String, String> card = new LinkedHashMap<>();
      card.put("email", EMAIL);
      card.put("password", password);
      card.put("totpSecret", Totp.base32(totp));
      HostParts.current().data().write("operator.json", Json.write(card) + "\n");
    }
  }
}
