package dev.freehold.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule says no, and the caller can act on it. Rolls the transaction back; nothing is written.
 * Everything that is not a refusal is a bug or an outage and stays an ordinary exception.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RefusalCode code;
  private final transient Map<String, @Nullable Object> members = new LinkedHashMap<>();
  private final transient List<FieldError> errors = new ArrayList<>();
  private transient @Nullable Duration retryAfter;

  Refusal(RefusalCode code, String detail) {
    // No stack trace: a refusal is an answer, and it is thrown on hot paths.
    super(detail, null, false, false);
    this.code = code;
  }

  /** Adds a member to the problem document, beside the standard ones. */
  public Refusal with(String name, @Nullable Object value) {
    members.put(name, value);
    return this;
  }

  public Refusal field(String field, String fieldCode, String message) {
    errors.add(new FieldError(field, fieldCode, message));
    return this;
  }

  public Refusal fields(List<FieldError> more) {
    errors.addAll(more);
    return this;
  }

  public Refusal retryAfter(Duration wait) {
    this.retryAfter = wait;
    return this;
  }

  public String code() {
    return code.name();
  }

  public Kind kind() {
    return code.kind();
  }

  public RefusalCode refusalCode() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, @Nullable Object> members() {
    return members;
  }

  public List<FieldError> errors() {
    return List.copyOf(errors);
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
