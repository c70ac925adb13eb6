package dev.freehold.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What shall go wrong, as in kernel §9.2. What is null matches everything.
 *
 * @param service stripe, cloudflare, github, models, agent, mail, storage, queue, function
 * @param kind status, rate_limit, drop_answer, refuse, delay; for queue also lose, duplicate; for
 *     function crash
 * @param path with {@code *} for any run of characters; with or without the simulator's prefix
 * @param operation name of an operation of the product (queue, function)
 * @param point before_commit, after_commit, after_send (function)
 * @param nth from which matching call on, 1 = the first
 * @param times for how many matching calls
 * @param status for kind status
 * @param retryAfter for kinds rate_limit and status
 * @param delay for kind delay, in real time
 */
public record Fault(
    String id,
    String service,
    String kind,
    @Nullable String method,
    @Nullable String path,
    @Nullable String operation,
    @Nullable String point,
    int nth,
    int times,
    @Nullable Integer status,
    @Nullable Duration retryAfter,
    @Nullable Duration delay) {

  /** A fault of the next call that matches, to be refined by the {@code with}ers. */
  public static Fault of(String service, String kind) {
    return new Fault("", service, kind, null, null, null, null, 1, 1, null, null, null);
  }

  public Fault onCall(String withMethod, String withPath) {
    return new Fault(
        id,
        service,
        kind,
        withMethod,
        withPath,
        operation,
        point,
        nth,
        times,
        status,
        retryAfter,
        delay);
  }

  public Fault onOperation(String withOperation, @Nullable String withPoint) {
    return new Fault(
        id,
        service,
        kind,
        method,
        path,
        withOperation,
        withPoint,
        nth,
        times,
        status,
        retryAfter,
        delay);
  }

  public Fault counting(int withNth, int withTimes) {
    return new Fault(
        id,
        service,
        kind,
        method,
        path,
        operation,
        point,
        withNth,
        withTimes,
        status,
        retryAfter,
        delay);
  }

  public Fault answering(int withStatus) {
    return new Fault(
        id,
        service,
        kind,
        method,
        path,
        operation,
        point,
        nth,
        times,
        withStatus,
        retryAfter,
        delay);
  }

  public Fault retryAfter(Duration after) {
    return new Fault(
        id, service, kind, method, path, operation, point, nth, times, status, after, delay);
  }

  public Fault delayedBy(Duration by) {
    return new Fault(
        id, service, kind, method, path, operation, point, nth, times, status, retryAfter, by);
  }

  Fault withId(String withId) {
    return new Fault(
        withId,
        service,
        kind,
        method,
        path,
        operation,
        point,
        nth,
        times,
        status,
        retryAfter,
        delay);
  }
}
