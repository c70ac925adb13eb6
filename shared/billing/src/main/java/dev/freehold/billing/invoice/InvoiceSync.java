package dev.freehold.billing.invoice;

import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.plan.SoldPlan;
import dev.freehold.billing.plan.SoldPlans;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.stripe.StripeInvoice;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes an invoice as it was read at Stripe, and tells what became of it. Any order of events ends
 * in the newest read; a payment takes effect once. In the caller's transaction, in operator scope.
 */
@ApplicationScoped
public class InvoiceSync {

  /**
   * A read and what it was for.
   *
   * @param type of the event; {@code invoice.paid} is the only one that grants
   */
  public record Read(
      StripeInvoice remote, ProviderReads.Ticket ticket, Instant eventAt, String type) {}

  /**
   * What a read did here.
   *
   * @param changed false when the row shows as much already, or something newer
   */
  public record Result(boolean changed, UUID organizationId, @Nullable UUID subscriptionId) {}

  private final MirroredInvoices invoices;
  private final InvoiceMail mail;
  private final Accounts accounts;
  private final SoldPlans plans;
  private final Outbox outbox;

  InvoiceSync(
      MirroredInvoices invoices,
      InvoiceMail mail,
      Accounts accounts,
      SoldPlans plans,
      Outbox outbox) {
    this.invoices = invoices;
    this.mail = mail;
    this.accounts = accounts;
    this.plans = plans;
    this.outbox = outbox;
  }

  /**
   * @return empty when the invoice is not ours
   */
  public Optional<Result> sync(Read read) {
    return invoices.owner(read.remote()).map(owner -> write(read, owner));
  }

  private Result write(Read read, MirroredInvoices.Owner owner) {
    accounts.lock(owner.organizationId());
    var shown = invoices.lock(read.remote().id());
    boolean newer = shown.isEmpty() || shown.get().readSeq() < read.ticket().seq();
    var told = new ArrayList<String>();
    UUID id;
    if (newer) {
      id = invoices.write(owner, read.remote(), read.ticket(), read.eventAt(), shown);
      told.addAll(transitions(shown, read.remote()));
    } else {
      id = shown.orElseThrow().id();
    }
    boolean grants =
        "invoice.paid".equals(read.type())
            && "paid".equals(read.remote().status())
            && !shown.map(MirroredInvoices.Shown::granted).orElse(false);
    if ("invoice.payment_action_required".equals(read.type())) {
      told.add("action_required");
    }
    tell(id, told, owner, read);
    if (grants) {
      grant(id, owner, read.remote());
    }
    return new Result(!told.isEmpty() || grants, owner.organizationId(), owner.subscriptionId());
  }

  private static List<String> transitions(
      Optional<MirroredInvoices.Shown> shown, StripeInvoice now) {
    var before = shown.map(MirroredInvoices.Shown::status).orElse("draft");
    var told = new ArrayList<String>();
    if (!before.equals(now.status())) {
      switch (now.status()) {
        case "open" -> told.add("finalized");
        case "paid" -> told.add("paid");
        case "void" -> told.add("voided");
        default -> {
          // Drafts and uncollectible ones are told by the row alone.
        }
      }
    }
    int attempts = shown.map(MirroredInvoices.Shown::attempts).orElse(0);
    if ("open".equals(now.status()) && now.attemptCount() > attempts) {
      told.add("payment_failed");
    }
    return told;
  }

  private void tell(UUID id, List<String> told, MirroredInvoices.Owner owner, Read read) {
    if (told.isEmpty()) {
      return;
    }
    var view = invoices.view(id);
    for (String what : told) {
      outbox.send(
          Message.event("billing.invoice." + what)
              .organization(owner.organizationId())
              .platform(owner.platformId())
              .data(view));
    }
    if (told.contains("payment_failed")) {
      mail.paymentFailed(view, owner.billingEmail(), read.remote().attemptCount());
    }
    if (told.contains("action_required")) {
      mail.actionRequired(view, owner.billingEmail());
    }
  }

  /** Only the start and the renewal of a subscription grant, and only what cost something. */
  private void grant(UUID id, MirroredInvoices.Owner owner, StripeInvoice invoice) {
    invoices.markGranted(id);
    mail.receipt(invoices.view(id), owner.billingEmail());
    boolean begins =
        "subscription_create".equals(invoice.billingReason())
            || "subscription_cycle".equals(invoice.billingReason());
    if (!begins || invoice.subtotal() <= 0 || owner.planKind() == PlanKind.PLATFORM) {
      return;
    }
    soldBy(invoice)
        .filter(plan -> plan.credits() > 0)
        .ifPresent(plan -> tellPeriodPaid(owner, invoice, plan));
  }

  /** The price of the first line names the plan that was paid for. */
  private Optional<SoldPlan> soldBy(StripeInvoice invoice) {
    return invoice.priceIds().stream()
        .flatMap(price -> plans.ofProviderPrice("stripe", price).stream())
        .findFirst();
  }

  @RegisterForReflection
  record PeriodPaid(
      @Nullable UUID subscriptionId, long credits, Instant validUntil, String sourceId) {}

  private void tellPeriodPaid(MirroredInvoices.Owner owner, StripeInvoice invoice, SoldPlan plan) {
    var end =
        invoice.lines().stream()
            .map(StripeInvoice.Line::periodEnd)
            .filter(java.util.Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(invoice.periodEnd());
    var validUntil =
        plan.creditsValidDays() == null
            ? end
            : invoice.periodEnd().plus(Duration.ofDays(plan.creditsValidDays()));
    outbox.send(
        Message.event("billing.period.paid")
            .organization(owner.organizationId())
            .data(
                new PeriodPaid(
                    owner.subscriptionId(), plan.credits(), validUntil, "stripe:" + invoice.id())));
  }
}
