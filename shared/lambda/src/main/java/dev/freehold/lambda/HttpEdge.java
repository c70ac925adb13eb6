package dev.freehold.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.FieldError;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.edge.IdempotencyKeys;
import dev.freehold.lambda.network.CallerAddress;
import dev.freehold.lambda.wake.WakeLease;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The edge for HTTP: every check in the order of the kernel page, 4.1, the same for every
 * operation. The first that fails answers; nothing later is looked at.
 */
@ApplicationScoped
public class HttpEdge {

  /** Methods of calls that change nothing. */
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final HttpConfig config;
  private final SandboxConfig sandbox;
  private final CallerAddress addresses;
  private final Admission admission;
  private final Bodies bodies;
  private final Responses responses;
  private final Decisions decisions;
  private final WakeLease lease;
  private final IdempotencyKeys keys;
  private final Transactions transactions;
  private final AfterCommit afterCommit;
  private final CallLog log;
  private final Clock clock;

  HttpEdge(
      HttpConfig config,
      SandboxConfig sandbox,
      CallerAddress addresses,
      Admission admission,
      Bodies bodies,
      Responses responses,
      Decisions decisions,
      WakeLease lease,
      IdempotencyKeys keys,
      Transactions transactions,
      AfterCommit afterCommit,
      CallLog log,
      Clock clock) {
    this.config = config;
    this.sandbox = sandbox;
    this.addresses = addresses;
    this.admission = admission;
    this.bodies = bodies;
    this.responses = responses;
    this.decisions = decisions;
    this.lease = lease;
    this.keys = keys;
    this.transactions = transactions;
    this.afterCommit = afterCommit;
    this.log = log;
    this.clock = clock;
  }

  /** For an operation with a JSON body; its record is the annotation's {@code body}. */
  @SuppressWarnings("unchecked")
  public <T> APIGatewayV2HTTPResponse answer(
      APIGatewayV2HTTPEvent event, BiFunction<HttpCall, T, Answer> work) {
    Operation operation = Operation.current();
    return run(
        event,
        operation,
        (call, json) -> work.apply(call, (T) bodies.read(json, operation.http().body())));
  }

  /** For an operation without a JSON body. */
  public APIGatewayV2HTTPResponse answer(
      APIGatewayV2HTTPEvent event, Function<HttpCall, Answer> work) {
    return run(event, Operation.current(), (call, json) -> work.apply(call));
  }

  /** For a path or method that no operation has: a gateway's answer in the words of this one. */
  public APIGatewayV2HTTPResponse unknownRoute(APIGatewayV2HTTPEvent event) {
    var request = new Request(event, addresses);
    var refusal = KernelRefusal.NOT_FOUND.because("no such route");
    return responses.problem(
        Problems.of(refusal, request.path(), request.requestId()), request.requestId());
  }

  private interface Work {
    Answer of(HttpCall call, String json);
  }

  /** What steps 1 to 7 found out. */
  private record Admitted(
      Request request,
      Operation operation,
      Map<String, String> places,
      byte[] body,
      @Nullable Caller caller,
      boolean operatorScope) {

    Actor actor() {
      return caller == null ? Actor.system(operation.name()) : caller.actor(operatorScope);
    }

    Scope scope() {
      if (caller == null) {
        return Scope.none();
      }
      if (operatorScope) {
        return Scope.operator(caller.userId());
      }
      UUID organization = caller.organizationId();
      return organization != null
          ? Scope.tenant(organization, caller.userId())
          : Scope.user(caller.user());
    }
  }

  private APIGatewayV2HTTPResponse run(
      APIGatewayV2HTTPEvent event, Operation operation, Work work) {
    var request = new Request(event, addresses);
    var entry = log.begin(operation.name(), "http", request.requestId());
    // One state for both: what admission costs and sends belongs to the call.
    var state = new Call.State();
    Call anonymous = call(request, operation, Scope.none(), Actor.system(operation.name()), state);
    Call call = anonymous;
    Admitted admitted = null;
    try {
      admitted = anonymous.supply(() -> admit(request, operation));
      call = call(request, operation, admitted.scope(), admitted.actor(), state);
      Admitted known = admitted;
      // Not for whom the edge refuses: strangers shall not keep the database awake.
      if (!READS.contains(request.method())) {
        lease.hold(Duration.ofSeconds(operation.http().timeoutSec()));
      }
      APIGatewayV2HTTPResponse response = call.supply(() -> perform(known, work));
      entry.done(call, response.getStatusCode(), null);
      return response;
    } catch (RuntimeException failure) {
      return refused(request, operation, call, admitted, failure, entry);
    } finally {
      afterCommit.send(call);
      await(state.answerHeldUntilNanos());
    }
  }

  /** The last thing before the answer: what came before takes some callers longer than others. */
  private static void await(@Nullable Long untilNanos) {
    long left = untilNanos == null ? 0 : untilNanos - System.nanoTime();
    if (left <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private APIGatewayV2HTTPResponse refused(
      Request request,
      Operation operation,
      Call call,
      @Nullable Admitted admitted,
      RuntimeException failure,
      CallLog.Entry entry) {
    var problem = Problems.of(failure, request.path(), request.requestId());
    RuntimeException cause = failure;
    if (problem.status() == 401 || problem.status() == 403 || problem.status() == 500) {
      cause = note(request, operation, call, admitted, failure, problem);
      problem = Problems.of(cause, request.path(), request.requestId());
    }
    entry.failed(call, problem, cause);
    return responses.problem(problem, request.requestId());
  }

  /** What is to be answered: the failure, or what kept a refusal from being written down. */
  private RuntimeException note(
      Request request,
      Operation operation,
      Call call,
      @Nullable Admitted admitted,
      RuntimeException failure,
      Problems.Problem problem) {
    Caller caller = admitted == null ? Admission.callerOf(failure) : admitted.caller();
    Map<String, String> places =
        RouteTemplate.parse(operation.http().route()).match(request.path()).orElse(Map.of());
    try {
      decisions.refused(call, operation, new Decisions.Subject(caller, places), problem);
    } catch (RuntimeException unwritten) {
      if (problem.status() != 500) {
        return unwritten;
      }
      // What broke the call may keep its note from being written too; the log has the first cause.
      failure.addSuppressed(unwritten);
    }
    return failure;
  }

  private static Call call(
      Request request, Operation operation, Scope scope, Actor actor, Call.State state) {
    return new Call(
        scope,
        actor,
        request.requestId(),
        request.traceparent(),
        operation.name(),
        request.ipAddress(),
        request.userAgent(),
        state);
  }

  private Admitted admit(Request request, Operation operation) {
    Http http = operation.http();
    Map<String, String> places =
        RouteTemplate.parse(http.route())
            .match(request.path())
            .filter(found -> http.access() != Access.SANDBOX || sandbox.enabled())
            .orElseThrow(() -> KernelRefusal.NOT_FOUND.because("no such route"));
    byte[] body = request.body(config.maxBodyBytes());
    contentType(request, http, body);
    boolean isKnown =
        switch (http.access()) {
          case PUBLIC, WEBHOOK, SANDBOX -> false;
          case OPTIONAL -> admission.hasCredential(request);
          case PERMISSION, SELF, CALLER -> true;
        };
    if (!isKnown) {
      return new Admitted(request, operation, places, body, null, false);
    }
    var admitted = admission.admit(request, http, places, body);
    return new Admitted(
        request, operation, places, body, admitted.caller(), admitted.operatorScope());
  }

  private static void contentType(Request request, Http http, byte[] body) {
    if (http.body() == Void.class || (body.length == 0 && request.header("content-type") == null)) {
      return;
    }
    String type = Objects.requireNonNullElse(request.header("content-type"), "");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw KernelRefusal.UNSUPPORTED_MEDIA_TYPE.because("send application/json");
    }
  }

  private APIGatewayV2HTTPResponse perform(Admitted admitted, Work work) {
    IdempotencyKeys.Key key = key(admitted);
    boolean inTransaction = admitted.operation().http().transaction();
    if (inTransaction) {
      return transactions.requiresNew(() -> performOnce(admitted, work, key));
    }
    UUID reference = null;
    if (key != null) {
      var claim = keys.claimReference(key);
      if (claim.stored() != null) {
        return responses.replayed(claim.stored(), admitted.request().requestId());
      }
      reference = claim.reference();
    }
    Answer answer = work.of(httpCall(admitted, reference), text(admitted.body()));
    boolean noted = admitted.caller() != null && decisions.notes(admitted.operation());
    if (key != null || noted) {
      transactions.requiresNew(
          () -> {
            granted(admitted);
            if (key != null) {
              keys.store(key, responses.stored(answer));
            }
            return answer;
          });
    }
    return responses.of(answer, admitted.request().requestId());
  }

  private APIGatewayV2HTTPResponse performOnce(
      Admitted admitted, Work work, IdempotencyKeys.@Nullable Key key) {
    if (key != null) {
      Optional<IdempotencyKeys.Stored> earlier = keys.claim(key);
      if (earlier.isPresent()) {
        return responses.replayed(earlier.get(), admitted.request().requestId());
      }
    }
    Answer answer = work.of(httpCall(admitted, null), text(admitted.body()));
    granted(admitted);
    if (key != null) {
      keys.store(key, responses.stored(answer));
    }
    return responses.of(answer, admitted.request().requestId());
  }

  private void granted(Admitted admitted) {
    if (admitted.caller() != null) {
      decisions.granted(admitted.operation(), admitted.caller(), admitted.places());
    }
  }

  private static String text(byte[] body) {
    return body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8);
  }

  private IdempotencyKeys.@Nullable Key key(Admitted admitted) {
    Request request = admitted.request();
    String key = request.header("idempotency-key");
    if (key == null
        || admitted.caller() == null
        || !request.method().equals("POST")
        || !admitted.operation().http().idempotent()) {
      return null;
    }
    if (!key.matches("[\\x20-\\x7E]{1,255}")) {
      throw KernelRefusal.IDEMPOTENCY_KEY_INVALID.because("1 to 255 printable ASCII characters");
    }
    MessageDigest digest = Hashes.digest();
    String head = request.method() + ' ' + request.path() + '?' + request.rawQuery() + '\n';
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    digest.update(admitted.body());
    return new IdempotencyKeys.Key(
        admitted.caller().idempotencyCaller(),
        key,
        admitted.operation().name(),
        admitted.operatorScope() ? null : admitted.caller().organizationId(),
        digest.digest());
  }

  /** What no operation reads, and an organization that admission could not read. */
  private static List<FieldError> foreign(Map<String, String> query, Set<String> known) {
    var faults = new ArrayList<FieldError>();
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        faults.add(new FieldError(name, "UNKNOWN_FIELD", "is not a parameter of this operation"));
      }
    }
    String organization = query.get("organizationId");
    if (organization != null && Admission.idOrNull(organization) == null) {
      faults.add(new FieldError("organizationId", "PATTERN", "cannot be read"));
    }
    return faults;
  }

  private HttpCall httpCall(Admitted admitted, @Nullable UUID reference) {
    var faults = new ArrayList<FieldError>();
    Http http = admitted.operation().http();
    Set<String> known = new HashSet<>(Set.of("organizationId"));
    Set<String> repeatable = new HashSet<>();
    for (String name : http.query()) {
      known.add(name.replaceAll("[?*]", ""));
      if (name.contains("*")) {
        repeatable.add(name.replaceAll("[?*]", ""));
      }
    }
    Map<String, String> query = admitted.request().query(faults, repeatable);
    String limit = http.list() ? query.remove("limit") : null;
    String cursor = http.list() ? query.remove("cursor") : null;
    if (http.access() != Access.WEBHOOK) {
      faults.addAll(foreign(query, known));
    }
    for (String name : http.query()) {
      if (!name.contains("?") && !query.containsKey(name.replace("*", ""))) {
        faults.add(new FieldError(name.replace("*", ""), "REQUIRED", "is required"));
      }
    }
    if (!faults.isEmpty()) {
      throw KernelRefusal.VALIDATION_FAILED.because("the query has faults").fields(faults);
    }
    return new HttpCall(
        admitted.request(),
        admitted.places(),
        query,
        admitted.body(),
        admitted.caller(),
        admitted.operatorScope(),
        reference,
        clock.instant(),
        Cursor.of(admitted.operation().name(), query, limit, cursor),
        () -> admission.freshSession(admitted.request()));
  }
}
