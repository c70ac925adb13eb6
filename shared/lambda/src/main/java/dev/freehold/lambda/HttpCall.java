package dev.freehold.lambda;

import dev.freehold.kernel.FieldError;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.edge.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One HTTP call, judged and decoded: what an operation reads of its request. */
public final class HttpCall {

  private final Request request;
  private final Map<String, String> places;
  private final Map<String, String> query;
  private final byte[] rawBody;
  private final @Nullable Caller caller;
  private final boolean operatorScope;
  private final @Nullable UUID idempotencyReference;
  private final Instant now;
  private final Cursor cursor;
  private final Supplier<Caller> freshSession;

  HttpCall(
      Request request,
      Map<String, String> places,
      Map<String, String> query,
      byte[] rawBody,
      @Nullable Caller caller,
      boolean operatorScope,
      @Nullable UUID idempotencyReference,
      Instant now,
      Cursor cursor,
      Supplier<Caller> freshSession) {
    this.request = request;
    this.places = places;
    this.query = query;
    this.rawBody = rawBody;
    this.caller = caller;
    this.operatorScope = operatorScope;
    this.idempotencyReference = idempotencyReference;
    this.now = now;
    this.cursor = cursor;
    this.freshSession = freshSession;
  }

  /** A place of the path; what is no UUID is not found, like an unknown one. */
  public UUID pathId(String place) {
    try {
      return UUID.fromString(path(place));
    } catch (IllegalArgumentException e) {
      throw KernelRefusal.notFound(place.replaceFirst("Id$", ""));
    }
  }

  public String path(String place) {
    return Objects.requireNonNull(places.get(place), place);
  }

  public @Nullable String query(String name) {
    return query.get(name);
  }

  public @Nullable UUID queryId(String name) {
    return parsed(name, UUID::fromString);
  }

  public @Nullable Instant queryInstant(String name) {
    return parsed(name, Times::instant);
  }

  public @Nullable LocalDate queryDate(String name) {
    return parsed(name, Times::date);
  }

  public @Nullable Boolean queryBoolean(String name) {
    return parsed(
        name,
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
          }
          return text.equals("true");
        });
  }

  public @Nullable Integer queryInt(String name, int min, int max) {
    Integer value = parsed(name, Integer::valueOf);
    if (value != null && (value < min || value > max)) {
      throw fault(name, "RANGE", "is %d to %d".formatted(min, max));
    }
    return value;
  }

  /** By its lower-case word. */
  public <E extends Enum<E>> @Nullable E queryEnum(String name, Class<E> type) {
    String word = query.get(name);
    if (word == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw fault(name, "ENUM", "is not one of the allowed words");
  }

  private <T> @Nullable T parsed(String name, Function<String, T> parse) {
    String text = query.get(name);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw fault(name, "PATTERN", "cannot be read");
    }
  }

  private static RuntimeException fault(String field, String code, String message) {
    return KernelRefusal.VALIDATION_FAILED
        .because("the query has a fault")
        .fields(List.of(new FieldError(field, code, message)));
  }

  public @Nullable String header(String name) {
    return request.header(name);
  }

  public @Nullable String cookie(String name) {
    return request.cookie(name);
  }

  public @Nullable String origin() {
    return request.header("origin");
  }

  public @Nullable String ipAddress() {
    return request.ipAddress();
  }

  public @Nullable String userAgent() {
    return request.userAgent();
  }

  public String requestId() {
    return request.requestId();
  }

  /** The bytes as they were sent: what a webhook's signature is over. */
  public byte[] rawBody() {
    return rawBody.clone();
  }

  public Caller caller() {
    return Objects.requireNonNull(caller, "a public operation has no caller");
  }

  /**
   * Of a public operation without a transaction: who calls, for the one use of it that is of their
   * own account.
   *
   * @throws dev.freehold.kernel.Refusal {@code UNAUTHENTICATED}, {@code REAUTHENTICATION_REQUIRED},
   *     as an operation that needs a fresh session
   */
  public Caller freshSession() {
    return freshSession.get();
  }

  public @Nullable Caller callerOrNull() {
    return caller;
  }

  /** The acting organization. */
  public UUID organizationId() {
    UUID id = organizationIdOrNull();
    if (id == null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("name an organization")
          .field(
              "organizationId", "REQUIRED", "no organization is named, and you have no active one");
    }
    return id;
  }

  public @Nullable UUID organizationIdOrNull() {
    return operatorScope || caller == null ? null : caller.organizationId();
  }

  /** An operator who acts on all organizations. */
  public boolean isOperatorScope() {
    return operatorScope;
  }

  public Instant now() {
    return now;
  }

  /** The id of our row that the provider's key is made from; null without an Idempotency-Key. */
  public @Nullable UUID idempotencyReference() {
    return idempotencyReference;
  }

  /** Refuses when {@code If-Match} names another version; without the header all is well. */
  public void requireVersion(int version) {
    String wanted = request.header("if-match");
    if (wanted != null
        && !wanted.strip().equals("*")
        && !wanted.strip().equals("\"" + version + "\"")) {
      throw KernelRefusal.VERSION_MISMATCH.because("the resource is at version %d", version);
    }
  }

  /** The version {@code If-Match} names; null without the header or with {@code *}. */
  public @Nullable Integer expectedVersion() {
    String wanted = request.header("if-match");
    if (wanted == null || wanted.strip().equals("*")) {
      return null;
    }
    String digits = wanted.strip().replace("\"", "");
    if (!digits.matches("\\d{1,9}")) {
      throw KernelRefusal.VERSION_MISMATCH.because("%s is no version of this resource", wanted);
    }
    return Integer.valueOf(digits);
  }

  public PageRequest pageRequest() {
    return cursor.request();
  }

  /**
   * @param rows up to {@code limit + 1} of them, as the service read them
   * @param sortValues of a row, in the order of the sort, as the next page's {@code after}
   */
  public <R, V> Page<V> page(List<R> rows, Function<R, V> view, Function<R, List<?>> sortValues) {
    int limit = pageRequest().limit();
    boolean hasMore = rows.size() > limit;
    List<R> shown = hasMore ? rows.subList(0, limit) : rows;
    String next = hasMore ? cursor.after(sortValues.apply(shown.getLast())) : null;
    return new Page<>(shown.stream().map(view).toList(), new Page.Pagination(hasMore, next));
  }

  /** As {@link #page} for rows that are shown as they are, sorted by a time, then by id. */
  public <R> Page<R> pageByTime(List<R> rows, Function<R, Instant> time, Function<R, UUID> id) {
    return page(rows, Function.identity(), row -> List.of(time.apply(row), id.apply(row)));
  }
}
