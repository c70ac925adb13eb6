package dev.freehold.bench.peer;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.bench.workload.ApiEvents;
import dev.freehold.bench.workload.Tenant;
import dev.freehold.functions.identity.SignInFunctions;
import dev.freehold.identity.password.Passwords;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** A sign-in by password to an open session; the hash is as cheap as it can be, on both sides. */
@ApplicationScoped
class SignIn implements Check {

  private static final String PASSWORD = "a long walk on a short pier";

  private final SignInFunctions functions;
  private final APIGatewayV2HTTPEvent event;

  SignIn(SignInFunctions functions, Passwords passwords, Tenant tenant) {
    this.functions = functions;
    String email = tenant.credential(passwords.hash(PASSWORD));
    this.event =
        ApiEvents.of(
            "POST",
            "/v1/auth/sign-in",
            Map.of("content-type", "application/json"),
            Json.write(Map.of("email", email, "password", PASSWORD)));
  }

  @Override
  public String name() {
    return "sign-in";
  }

  @Override
  public String title() {
    return "sign-in, without the hash";
  }

  @Override
  public void run() {
    ApiEvents.check(functions.create(event));
  }
}
