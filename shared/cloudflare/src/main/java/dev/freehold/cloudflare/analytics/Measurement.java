package dev.freehold.cloudflare.analytics;

/**
 * What one resource did on one day.
 *
 * @param key name of a Worker or bucket, provider id of a database or namespace, platform key
 * @param action the provider's action type, or the name of the sum where there are no actions
 * @param estimated the provider sampled
 */
public record Measurement(String key, String action, long quantity, boolean estimated) {

  Measurement plus(Measurement other) {
    return new Measurement(
        key, action, Math.addExact(quantity, other.quantity), estimated || other.estimated);
  }
}
