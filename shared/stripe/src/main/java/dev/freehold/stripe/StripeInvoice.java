package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invoice of Stripe's own making. Amounts are minor units.
 *
 * @param discount sum of all discounts, positive
 * @param tax sum of all taxes that stand on top of the lines
 * @param subscriptionMetadata the subscription's metadata as it was when the invoice was made
 */
public record StripeInvoice(
    String id,
    @Nullable String number,
    String status,
    @Nullable String billingReason,
    @Nullable String customerId,
    @Nullable String subscriptionId,
    Map<String, String> subscriptionMetadata,
    Map<String, String> metadata,
    String currency,
    long subtotal,
    long discount,
    long tax,
    long total,
    long amountDue,
    long amountPaid,
    Instant periodStart,
    Instant periodEnd,
    @Nullable Instant dueAt,
    @Nullable Instant finalizedAt,
    @Nullable Instant paidAt,
    @Nullable Instant voidedAt,
    int attemptCount,
    @Nullable Instant nextPaymentAttemptAt,
    @Nullable String hostedUrl,
    @Nullable String pdfUrl,
    List<Line> lines,
    JsonNode raw) {

  /** One line; {@code proration} = caused by a change within the period. */
  public record Line(
      String id,
      String description,
      long amount,
      String currency,
      @Nullable Long quantity,
      boolean proration,
      @Nullable String priceId,
      @Nullable Instant periodStart,
      @Nullable Instant periodEnd) {}

  /**
   * Understands the present shape and the older one with the subscription on the invoice itself.
   */
  public static StripeInvoice of(JsonNode object) {
    long subtotal = StripeJson.amount(object, "subtotal");
    long total = StripeJson.amount(object, "total");
    long discount = sum(object, "total_discount_amounts", "amount");
    var created = StripeJson.instant(object, "created");
    var start = StripeJson.instant(object, "period_start");
    var end = StripeJson.instant(object, "period_end");
    var fallback = created == null ? Instant.EPOCH : created;
    return new StripeInvoice(
        StripeJson.requiredText(object, "id"),
        StripeJson.text(object, "number"),
        statusOf(object),
        StripeJson.text(object, "billing_reason"),
        StripeJson.reference(object, "customer"),
        subscriptionOf(object),
        subscriptionMetadataOf(object),
        StripeJson.metadata(object, "metadata"),
        StripeJson.requiredText(object, "currency"),
        subtotal,
        discount,
        total - subtotal + discount,
        total,
        StripeJson.amount(object, "amount_due"),
        StripeJson.amount(object, "amount_paid"),
        start == null ? fallback : start,
        end == null ? fallback : end,
        StripeJson.instant(object, "due_date"),
        StripeJson.instant(object, "status_transitions", "finalized_at"),
        StripeJson.instant(object, "status_transitions", "paid_at"),
        StripeJson.instant(object, "status_transitions", "voided_at"),
        (int) StripeJson.amount(object, "attempt_count"),
        StripeJson.instant(object, "next_payment_attempt"),
        StripeJson.text(object, "hosted_invoice_url"),
        StripeJson.text(object, "invoice_pdf"),
        lines(object),
        object);
  }

  private static String statusOf(JsonNode object) {
    var status = StripeJson.text(object, "status");
    return status == null ? "draft" : status;
  }

  private static @Nullable String subscriptionOf(JsonNode object) {
    var present = StripeJson.reference(object, "parent", "subscription_details", "subscription");
    return present == null ? StripeJson.reference(object, "subscription") : present;
  }

  private static Map<String, String> subscriptionMetadataOf(JsonNode object) {
    var present = StripeJson.metadata(object, "parent", "subscription_details", "metadata");
    return present.isEmpty()
        ? StripeJson.metadata(object, "subscription_details", "metadata")
        : present;
  }

  private static long sum(JsonNode object, String list, String field) {
    var found = StripeJson.node(object, list);
    long sum = 0;
    if (found != null) {
      for (JsonNode each : found) {
        sum += StripeJson.amount(each, field);
      }
    }
    return sum;
  }

  private static List<Line> lines(JsonNode object) {
    var data = StripeJson.node(object, "lines", "data");
    var lines = new ArrayList<Line>();
    if (data != null) {
      data.forEach(line -> lines.add(line(line)));
    }
    return List.copyOf(lines);
  }

  private static Line line(JsonNode line) {
    var description = StripeJson.text(line, "description");
    return new Line(
        StripeJson.requiredText(line, "id"),
        description == null ? "" : description,
        StripeJson.amount(line, "amount"),
        StripeJson.requiredText(line, "currency"),
        StripeJson.number(line, "quantity"),
        isProration(line),
        priceOf(line),
        StripeJson.instant(line, "period", "start"),
        StripeJson.instant(line, "period", "end"));
  }

  private static @Nullable String priceOf(JsonNode line) {
    var present = StripeJson.reference(line, "pricing", "price_details", "price");
    return present == null ? StripeJson.reference(line, "price") : present;
  }

  /** What paid it, where the invoice was read with its payments; null = nothing did. */
  public @Nullable String paymentIntentId() {
    var payments = StripeJson.node(raw, "payments", "data");
    if (payments != null) {
      for (JsonNode payment : payments) {
        var intent = StripeJson.reference(payment, "payment", "payment_intent");
        if (intent != null) {
          return intent;
        }
      }
    }
    return StripeJson.reference(raw, "payment_intent");
  }

  /** Prices of the lines that are no prorations. */
  public List<String> priceIds() {
    return lines.stream()
        .filter(line -> !line.proration())
        .flatMap(line -> java.util.stream.Stream.ofNullable(line.priceId()))
        .toList();
  }

  private static boolean isProration(JsonNode line) {
    return StripeJson.flag(line, "proration")
        || StripeJson.flag(line, "parent", "subscription_item_details", "proration")
        || StripeJson.flag(line, "parent", "invoice_item_details", "proration");
  }
}
