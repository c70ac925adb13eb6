package dev.freehold.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.ProductUpdateParams;
import com.stripe.param.RefundCreateParams;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.SimJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeApiTest {

  @TempDir Path state;

  private StripeHarness harness;

  private record Answer(int status, JsonNode body) {
    JsonNode error() {
      return body.path("error");
    }
  }

  @BeforeEach
  void start() {
    harness = new StripeHarness(state);
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @ParameterizedTest(name = "[{index}] {0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # path             | form                                        | status | code                      | param
          customers          | nick=a                                      | 400    | parameter_unknown         | nick
          customers          | address[planet]=a                           | 400    | parameter_unknown         | address[planet]
          customers          | email=nobody                                | 400    | email_invalid             | email
          products           | active=true                                 | 400    | parameter_missing         | name
          products           | name=                                       | 400    | parameter_invalid_empty   | name
          prices             | currency=usd&unit_amount=x&product=p        | 400    | parameter_invalid_integer | unit_amount
          prices             | currency=usd&unit_amount=1&product=p        | 404    | resource_missing          | product
          prices             | currency=usd&unit_amount=1&product_data[x]=1 | 400   | parameter_unknown         | product_data[x]
          customers/cus_none | name=a                                      | 404    | resource_missing          | id
          checkout/sessions  | success_url=http://a.test                   | 400    | parameter_missing         | mode
          checkout/sessions  | mode=pay&success_url=http://a.test          | 400    | ''                        | mode
          checkout/sessions  | mode=payment&success_url=ftp                | 400    | url_invalid               | success_url
          checkout/sessions  | mode=payment&success_url=http://a.test&line_items[0][price]=price_x&line_items[0][quantity]=1 | 404 | resource_missing | line_items[0][price]
          checkout/sessions  | mode=payment&success_url=http://a.test&expires_at=1 | 400 | ''                   | expires_at
          customers          | test_clock=clock_1                          | 501    | ''                        | ''
          refunds            | charge=ch_1                                 | 404    | resource_missing          | charge
          disputes/dp_1      | submit=true                                 | 501    | ''                        | ''
          """)
  void refusalIsStripesErrorObject(String path, String form, int status, String code, String param)
      throws Exception {
    Answer answer = post(path, form);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error().path("code").asText()).isEqualTo(code);
    assertThat(answer.error().path("param").asText()).isEqualTo(param);
    assertThat(answer.error().path("message").asText()).isNotEmpty();
    assertThat(answer.error().path("type").asText())
        .isEqualTo(status == 501 ? "api_error" : "invalid_request_error");
    assertThat(harness.client.v1().events().list().getData()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'',did not provide", "Bearer sk_live_x,Invalid API Key", "Basic x,did not provide"})
  void keyIsChecked(String authorization, String message) throws Exception {
    var request = HttpRequest.newBuilder(url("customers"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }

    Answer answer = send(request.build());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error().path("message").asText()).contains(message);
  }

  @Test
  void sameKeyGivesTheSameAnswerForADay() throws StripeException {
    var options = RequestOptions.builder().setIdempotencyKey("fh-cus-1").build();
    var params = CustomerCreateParams.builder().setEmail("a@acme.test").build();

    Customer first = harness.client.v1().customers().create(params, options);
    harness.pass(Duration.ofHours(24).minusSeconds(1));
    Customer again = harness.client.v1().customers().create(params, options);
    var other = CustomerCreateParams.builder().setEmail("b@acme.test").build();
    assertThatThrownBy(() -> harness.client.v1().customers().create(other, options))
        .isInstanceOf(IdempotencyException.class)
        .hasMessageContaining("same parameters");
    harness.pass(Duration.ofSeconds(1));
    Customer next = harness.client.v1().customers().create(other, options);

    assertThat(again.getId()).isEqualTo(first.getId());
    assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
        .hasValue("true");
    assertThat(next.getId()).isNotEqualTo(first.getId());
    assertThat(harness.client.v1().customers().list().getData()).hasSize(2);
  }

  @Test
  void refusedRequestDoesNotUseUpItsKey() throws StripeException {
    var options = RequestOptions.builder().setIdempotencyKey("fh-cus-2").build();
    var bad = CustomerCreateParams.builder().setEmail("nobody").build();
    var good = CustomerCreateParams.builder().setEmail("a@acme.test").build();

    assertThatThrownBy(() -> harness.client.v1().customers().create(bad, options))
        .isInstanceOf(InvalidRequestException.class);

    assertThat(harness.client.v1().customers().create(good, options).getId()).startsWith("cus_");
  }

  @Test
  void listsGoNewestFirstFromPageToPage() throws Exception {
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(harness.customer().getId());
    }

    var first =
        harness.client.v1().customers().list(CustomerListParams.builder().setLimit(2L).build());
    var second =
        harness
            .client
            .v1()
            .customers()
            .list(
                CustomerListParams.builder()
                    .setLimit(3L)
                    .setStartingAfter(first.getData().getLast().getId())
                    .build());
    var before =
        harness
            .client
            .v1()
            .customers()
            .list(
                CustomerListParams.builder()
                    .setLimit(1L)
                    .setEndingBefore(second.getData().getFirst().getId())
                    .build());

    assertThat(ids(first.getData())).isEqualTo(made.subList(0, 2));
    assertThat(first.getHasMore()).isTrue();
    assertThat(ids(second.getData())).isEqualTo(made.subList(2, 5));
    assertThat(second.getHasMore()).isFalse();
    assertThat(ids(before.getData())).isEqualTo(made.subList(1, 2));
    assertThat(before.getHasMore()).isTrue();
    assertThat(get("customers?limit=101").error().path("param").asText()).isEqualTo("limit");
    assertThat(get("customers?starting_after=cus_x").error().path("code").asText())
        .isEqualTo("resource_missing");
    assertThat(get("customers?created[gte]=9999999999").body().path("data")).isEmpty();
  }

  @Test
  void customerIsChangedAndDeleted() throws StripeException {
    Customer customer = harness.customer();

    Customer changed =
        harness
            .client
            .v1()
            .customers()
            .update(
                customer.getId(),
                CustomerUpdateParams.builder()
                    .setName("Acme 2")
                    .setMetadata(Map.of("a", "1", "freehold_organization", ""))
                    .build());
    boolean deleted = harness.client.v1().customers().delete(customer.getId()).getDeleted();
    harness.settle();

    assertThat(changed.getName()).isEqualTo("Acme 2");
    assertThat(changed.getMetadata()).isEqualTo(Map.of("a", "1"));
    assertThat(deleted).isTrue();
    var update = harness.receiver.ofType("customer.updated").getFirst().event();
    assertThat(update.getData().getPreviousAttributes()).containsEntry("name", "Acme");
    assertThat(update.getRequest().getId()).startsWith("req_");
    assertThat(harness.receiver.types())
        .containsExactly("customer.created", "customer.updated", "customer.deleted");
  }

  @Test
  void catalogueIsReadChangedAndListed() throws StripeException {
    var price = harness.monthly(4900);

    var product =
        harness
            .client
            .v1()
            .products()
            .update(price.getProduct(), ProductUpdateParams.builder().setName("Starter 2").build());
    var prices =
        harness
            .client
            .v1()
            .prices()
            .list(
                PriceListParams.builder()
                    .setProduct(product.getId())
                    .setActive(true)
                    .addExpand("data.product")
                    .build());

    assertThat(prices.getData()).hasSize(1);
    assertThat(prices.getData().getFirst().getProductObject().getName()).isEqualTo("Starter 2");
    assertThatThrownBy(() -> harness.client.v1().products().delete(product.getId()))
        .hasMessageContaining("user-created prices");
  }

  @Test
  void onlyWhatIsAReferenceExpands() throws Exception {
    var price = harness.monthly(4900);

    Answer refused = get("prices/" + price.getId() + "?expand[]=nickname");
    Answer unknown = get("prices/" + price.getId() + "?expand[]=nothing");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(unknown.error().path("message").asText())
        .isEqualTo("This property cannot be expanded (nothing).");
  }

  @Test
  void olderVersionFindsItsFields() throws Exception {
    var subscription = harness.subscribed(harness.customer(), harness.monthly(4900));

    for (String path :
        List.of(
            "subscriptions/" + subscription.getId() + "?expand[]=latest_invoice",
            "invoices/" + subscription.getLatestInvoice(),
            "invoices",
            "products")) {
      var request = authorized(path).header("Stripe-Version", "2023-08-16").build();
      JsonNode answer = SimJson.mapper().readTree(text(request));
      StripeContract.loaded()
          .ifPresent(contract -> harness.faults.addAll(contract.faultsOfOldVersion(answer)));
    }

    var request = authorized("products").header("Stripe-Version", "latest").build();
    assertThat(send(request).error().path("message").asText())
        .isEqualTo("Invalid Stripe API version: latest");
  }

  @Test
  void noMoreIsRefundedThanWasPaid() throws StripeException {
    harness.subscribed(harness.customer(), harness.monthly(4900));
    var charge = harness.client.v1().charges().list().getData().getFirst();
    var part =
        RefundCreateParams.builder()
            .setPaymentIntent(charge.getPaymentIntent())
            .setAmount(4000L)
            .setReason(RefundCreateParams.Reason.DUPLICATE)
            .build();
    var rest = RefundCreateParams.builder().setCharge(charge.getId()).build();

    harness.client.v1().refunds().create(part);
    assertThatThrownBy(() -> harness.client.v1().refunds().create(part))
        .hasMessageContaining("greater than unrefunded amount on charge (900)");
    long last = harness.client.v1().refunds().create(rest).getAmount();
    assertThatThrownBy(() -> harness.client.v1().refunds().create(rest))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("charge_already_refunded");

    assertThat(last).isEqualTo(900);
    assertThat(harness.client.v1().charges().retrieve(charge.getId()).getRefunded()).isTrue();
    harness.settle();
    assertThat(harness.receiver.ofType("charge.refunded")).hasSize(2);
    assertThat(harness.receiver.ofType("refund.created")).hasSize(2);
  }

  @Test
  void faultsLookLikeStripes() {
    harness
        .sandbox
        .faults()
        .add(Fault.of("stripe", "rate_limit").retryAfter(Duration.ofSeconds(7)));

    assertThatThrownBy(harness::customer)
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("rate limit exceeded");
  }

  @Test
  void contractIsThere() {
    Assumptions.assumeTrue(
        StripeContract.loaded().isPresent(),
        "no ../shared/contracts/stripe-openapi.yaml: answers are held against stripe-java only");

    assertThat(
            StripeContract.loaded().orElseThrow().faults(SimJson.object().put("object", "price")))
        .contains("price.currency misses");
  }

  private Answer post(String path, String form) throws IOException, InterruptedException {
    return send(
        authorized(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private Answer get(String path) throws IOException, InterruptedException {
    return send(authorized(path).build());
  }

  private HttpRequest.Builder authorized(String path) {
    return HttpRequest.newBuilder(url(path)).header("Authorization", "Bearer sk_test_x");
  }

  private URI url(String path) {
    return harness.sandbox.url("/stripe/v1/" + path.replace("[", "%5B").replace("]", "%5D"));
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    var response = exchange(request);
    harness.check(response.body());
    return new Answer(response.statusCode(), SimJson.mapper().readTree(response.body()));
  }

  private static String text(HttpRequest request) throws IOException, InterruptedException {
    return exchange(request).body();
  }

  private static HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> ids(List<Customer> customers) {
    return customers.stream().map(Customer::getId).toList();
  }
}
