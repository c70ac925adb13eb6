package dev.freehold.sandbox.stripe.webhook;

/**
 * How events reach the endpoint.
 *
 * @param order in which those due at one moment are sent
 * @param copies how often each is sent, 1–5
 * @param hold true: nothing is sent until it is false again
 */
public record DeliverySettings(Order order, int copies, boolean hold) {

  public static final DeliverySettings USUAL = new DeliverySettings(Order.CREATED, 1, false);

  private static final int MAX_COPIES = 5;

  public DeliverySettings {
    if (copies < 1 || copies > MAX_COPIES) {
      throw new IllegalArgumentException("copies is 1 to 5, not " + copies);
    }
  }

  /** Order of the events that are due at one moment. */
  public enum Order {
    CREATED,
    REVERSED,
    SHUFFLED
  }
}
