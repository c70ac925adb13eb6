package dev.freehold.functions.identity.operator;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.SessionFunctions;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Operators at work. */
@ApplicationScoped
class Staff {

  /** Each opens a connection: some seconds in all. */
  private static final int LOOKS = 500;

  private final SessionFunctions sessions;
  private final SecondFactors factors;
  private final Transactions transactions;

  Staff(SessionFunctions sessions, SecondFactors factors, Transactions transactions) {
    this.sessions = sessions;
    this.factors = factors;
    this.transactions = transactions;
  }

  /** An operator with the token of a fresh session with a second factor. */
  record Somebody(UUID id, UUID organizationId, String token) {

    APIGatewayV2HTTPResponse get(
        Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function, String path) {
      return function.apply(Events.get(path).bearer(token).build());
    }

    APIGatewayV2HTTPResponse send(
        Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
        String methodAndPath,
        Map<String, ?> body) {
      String[] parts = methodAndPath.split(" ", 2);
      return function.apply(
          Events.of(parts[0], parts[1]).bearer(token).json(Json.write(body)).build());
    }
  }

  Somebody superadmin() {
    return signedIn("superadmin");
  }

  Somebody admin() {
    return signedIn("admin");
  }

  private static Somebody signedIn(String role) {
    UUID id = Rows.user(role + '-' + Secrets.word(10) + "@operators.test", role);
    UUID organization = Rows.organization(id, "operator");
    return new Somebody(id, organization, Rows.operatorSession(id, organization));
  }

  /** A person with an authenticator. */
  void enrol(UUID user) {
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    Call.system("test", Scope.user(user))
        .run(() -> transactions.run(Scope.user(user), () -> factors.enrol(user, secret)));
  }

  APIGatewayV2HTTPResponse session(String token) {
    return sessions.get(Events.get("/v1/session").bearer(token).build());
  }

  /** What a call comes to that waits for the change's locks and goes on once it is committed. */
  static String overtaken(Callable<String> call, String lock, String change, UUID user)
      throws Exception {
    try (Connection before = Owner.connect("postgres");
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      before.setAutoCommit(false);
      try (PreparedStatement locking = before.prepareStatement(lock);
          PreparedStatement changing = before.prepareStatement(change)) {
        locking.execute();
        changing.setObject(1, user);
        changing.executeUpdate();
      }
      Future<String> outcome = threads.submit(call);
      for (int look = 0; look < LOOKS && waiting() == 0; look++) {
        Thread.onSpinWait();
      }
      before.commit();
      return outcome.get();
    }
  }

  private static long waiting() {
    return Owner.count(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()
        """);
  }

  static String path(UUID user) {
    return "/v1/admin/users/" + user;
  }
}
