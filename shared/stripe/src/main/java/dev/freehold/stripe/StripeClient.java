package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.signal.Traceparent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Stripe's API. A call that changes something carries an idempotency key made from a row
 * of ours, so each may be made again; the tries of one call do. Never called inside a transaction.
 */
@ApplicationScoped
public class StripeClient {

  private static final long FIRST_WAIT_MILLIS = 200;

  private final StripeConfig config;
  private @Nullable HttpClient http;

  StripeClient(StripeConfig config) {
    this.config = config;
  }

  /** False where the installation has no key: nothing can be asked of Stripe. */
  public boolean isConfigured() {
    return config.secretKey().isPresent();
  }

  /**
   * @param path from {@code /v1/…} on
   * @throws StripeException for every answer that is not 2xx, or none
   */
  public JsonNode get(String path, StripeForm query) {
    var target = query.isEmpty() ? path : path + "?" + query.encoded();
    return call("GET " + path, request(target).GET().build());
  }

  public JsonNode get(String path) {
    return get(path, StripeForm.empty());
  }

  /**
   * @param idempotencyKey made from the id of the row of ours that this call is about
   * @throws StripeException for every answer that is not 2xx, or none
   */
  public JsonNode post(String path, StripeForm form, String idempotencyKey) {
    return call("POST " + path, changing(path, "POST", form, idempotencyKey));
  }

  public JsonNode delete(String path, StripeForm form, String idempotencyKey) {
    return call("DELETE " + path, changing(path, "DELETE", form, idempotencyKey));
  }

  private HttpRequest changing(String path, String method, StripeForm form, String key) {
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Idempotency-Key", key)
        .method(method, BodyPublishers.ofString(form.encoded()))
        .build();
  }

  private HttpRequest.Builder request(String target) {
    var key =
        config
            .secretKey()
            .orElseThrow(() -> StripeException.unavailable("no key of Stripe is configured", null));
    return Traceparent.onto(
        HttpRequest.newBuilder(URI.create(withoutSlash(config.baseUrl()) + target))
            .timeout(config.timeout())
            .header("Authorization", "Bearer " + key)
            .header("Stripe-Version", config.apiVersion()));
  }

  private static String withoutSlash(URI base) {
    var text = base.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private JsonNode call(String name, HttpRequest request) {
    StripeException last = null;
    for (int attempt = 0; attempt < config.tries(); attempt++) {
      if (last != null) {
        pause(FIRST_WAIT_MILLIS << attempt);
      }
      try {
        return once(name, request);
      } catch (StripeException e) {
        if (!isWorthAnotherTry(e)) {
          throw e;
        }
        last = e;
      }
    }
    throw last == null ? StripeException.unavailable(name + ": no try allowed", null) : last;
  }

  /** A lock held by another call of ours passes; a reused key does not. */
  private static boolean isWorthAnotherTry(StripeException failure) {
    return failure.reason() == StripeException.Reason.UNAVAILABLE
        || "lock_timeout".equals(failure.code())
        || "idempotency_key_in_use".equals(failure.code());
  }

  private JsonNode once(String name, HttpRequest request) {
    HttpResponse<String> response;
    try {
      response = http().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw StripeException.unavailable(name + ": no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StripeException.unavailable(name + ": interrupted", e);
    }
    int status = response.statusCode();
    if (status / 100 == 2) {
      return Json.tree(response.body());
    }
    throw StripeException.of(status, name, errorDocument(response.body()));
  }

  private static @Nullable JsonNode errorDocument(String body) {
    try {
      return Json.tree(body);
    } catch (IllegalArgumentException notJson) {
      return null;
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StripeException.unavailable("interrupted between two tries", e);
    }
  }

  /** Made at the first call: a native image must not carry one made while it was built. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .connectTimeout(config.timeout())
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    }
    return http;
  }
}
