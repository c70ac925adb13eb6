package dev.freehold.sandbox.stripe.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request as the nouns see it.
 *
 * @param path what stands in the route's braces, in order
 * @param params of the body for POST, else of the query
 */
public record ApiCall(
    String method,
    String url,
    List<String> path,
    Params params,
    @Nullable String idempotencyKey,
    String requestId) {

  /** The n-th part of the path that a route leaves open, from 0. */
  public String path(int n) {
    return path.get(n);
  }

  ApiCall withPath(List<String> found) {
    return new ApiCall(method, url, found, params, idempotencyKey, requestId);
  }
}
