package dev.freehold.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freehold.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The present shapes and the older ones, billing §5.7. */
class StripeObjectsTest {

  @Test
  void theItemsPeriodIsTheSubscriptions() {
    var read =
        StripeSubscription.of(
            Json.tree(
                """
                {"id":"sub_1","status":"active","customer":"cus_1","currency":"usd",
                 "billing_cycle_anchor":1775037600,"cancel_at_period_end":true,
                 "metadata":{"freehold_order":"o"},
                 "items":{"data":[{"id":"si_1","current_period_start":1775037600,
                   "current_period_end":1777629600,
                   "price":{"id":"price_1","unit_amount":4900,"currency":"usd",
                            "recurring":{"interval":"month"}}}]}}
                """));

    assertThat(read.periodStart()).isEqualTo(Instant.parse("2026-04-01T10:00:00Z"));
    assertThat(read.periodEnd()).isEqualTo(Instant.parse("2026-05-01T10:00:00Z"));
    assertThat(read.priceId()).isEqualTo("price_1");
    assertThat(read.unitAmount()).isEqualTo(4900);
    assertThat(read.interval()).isEqualTo("month");
    assertThat(read.cancelAt()).isEqualTo(read.periodEnd());
    assertThat(read.metadata()).containsEntry("freehold_order", "o");
  }

  @Test
  void anOlderSubscriptionCarriesThePeriodItself() {
    var read =
        StripeSubscription.of(
            Json.tree(
                """
                {"id":"sub_1","status":"past_due","customer":{"id":"cus_1"},"currency":"usd",
                 "current_period_start":1775037600,"current_period_end":1777629600,
                 "items":{"data":[{"id":"si_1","price":{"id":"price_1","currency":"usd"}}]}}
                """));

    assertThat(read.periodEnd()).isEqualTo(Instant.parse("2026-05-01T10:00:00Z"));
    assertThat(read.billingAnchor()).isEqualTo(read.periodStart());
    assertThat(read.customerId()).isEqualTo("cus_1");
    assertThat(read.cancelAt()).isNull();
    assertThat(read.unitAmount()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        "parent":{"subscription_details":{"subscription":"sub_1","metadata":{"k":"v"}}}""",
        """
        "subscription":"sub_1","subscription_details":{"metadata":{"k":"v"}}""",
        """
        "subscription":{"id":"sub_1"},"subscription_details":{"metadata":{"k":"v"}}"""
      })
  void anInvoiceNamesItsSubscriptionInEveryShape(String named) {
    var read =
        StripeInvoice.of(
            Json.tree(
                """
                {"id":"in_1","status":"paid","currency":"usd","subtotal":4900,"total":5341,
                 "total_discount_amounts":[{"amount":490}],"amount_due":5341,"amount_paid":5341,
                 "period_start":1775037600,"period_end":1775037600,"attempt_count":1,%s,
                 "lines":{"data":[{"id":"il_1","amount":4900,"currency":"usd",
                   "pricing":{"price_details":{"price":"price_1"}}},
                   {"id":"il_2","amount":-10,"currency":"usd","proration":true,
                    "price":{"id":"price_2"}}]}}
                """
                    .formatted(named)));

    assertThat(read.subscriptionId()).isEqualTo("sub_1");
    assertThat(read.subscriptionMetadata()).containsEntry("k", "v");
    assertThat(read.discount()).isEqualTo(490);
    assertThat(read.tax()).isEqualTo(931);
    assertThat(read.priceIds()).containsExactly("price_1");
    assertThat(read.lines().getLast().priceId()).isEqualTo("price_2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "{}",
        "{\"id\":\"evt_1\",\"type\":\"a.b\",\"created\":1}",
        "{\"type\":\"a.b\",\"created\":1,\"data\":{\"object\":{}}}",
        "{\"id\":\"evt_1\",\"created\":1,\"data\":{\"object\":{}}}",
        "{\"id\":\"evt_1\",\"type\":\"a.b\",\"data\":{\"object\":{}}}",
        "{\"id\":\"evt_1\",\"id\":\"evt_2\",\"type\":\"a.b\",\"created\":1,"
            + "\"data\":{\"object\":{}}}",
        "not json"
      })
  void whatIsNoEventIsRefused(String body) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StripeEvent.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aFormIsWrittenAsStripeReadsIt() {
    var form =
        StripeForm.empty()
            .put("line_items[0][price]", "price_1")
            .put("expires_at", Instant.parse("2026-04-01T10:00:00Z"))
            .put("left_out", null)
            .put("name", "Ä & Söhne");

    assertThat(form.encoded())
        .isEqualTo(
            "line_items%5B0%5D%5Bprice%5D=price_1&expires_at=1775037600"
                + "&name=%C3%84+%26+S%C3%B6hne");
  }
}
