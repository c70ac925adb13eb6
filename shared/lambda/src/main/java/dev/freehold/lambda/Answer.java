package dev.freehold.lambda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers.
 *
 * @param body written as JSON; null = none. With a {@code version} it gets an ETag
 * @param replayBody what a repeat under the same idempotency key is shown: the body with secrets
 *     null; null = the body itself
 */
public record Answer(
    int status,
    @Nullable Object body,
    @Nullable Object replayBody,
    Map<String, String> headers,
    List<String> cookies) {

  private static Answer of(int status, @Nullable Object body) {
    return new Answer(status, body, null, Map.of(), List.of());
  }

  public static Answer ok(Object body) {
    return of(200, body);
  }

  /**
   * @param location path of the new resource
   */
  public static Answer created(String location, Object body) {
    return of(201, body).header("Location", location);
  }

  public static Answer accepted(Object body) {
    return of(202, body);
  }

  public static Answer noContent() {
    return of(204, null);
  }

  public static Answer seeOther(String location) {
    return of(303, null).header("Location", location);
  }

  public static Answer status(int status, @Nullable Object body) {
    return of(status, body);
  }

  public Answer header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, body, replayBody, more, cookies);
  }

  /**
   * @param cookie a whole Set-Cookie value
   */
  public Answer cookie(String cookie) {
    var more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, body, replayBody, headers, more);
  }

  /** The answer shows a secret once: a repeat is shown this instead. */
  public Answer withoutSecrets(Object shown) {
    return new Answer(status, body, shown, headers, cookies);
  }
}
