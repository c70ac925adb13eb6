package dev.freehold.billing.invoice;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An invoice without its lines, as its messages carry it; amounts in minor units. */
@RegisterForReflection
public record InvoiceView(
    UUID id,
    @Nullable String number,
    String origin,
    String settlement,
    String status,
    String billingReason,
    @Nullable String planCode,
    UUID organizationId,
    @Nullable UUID subscriptionId,
    @Nullable UUID platformId,
    @Nullable UUID entityId,
    String currency,
    long baseAmount,
    long overageAmount,
    long adjustmentAmount,
    long discountAmount,
    long taxAmount,
    long totalAmount,
    long prepaidAmount,
    long amountDue,
    long amountPaid,
    long creditedAmount,
    long amountRemaining,
    Instant periodStart,
    Instant periodEnd,
    @Nullable Instant dueAt,
    @Nullable Instant finalizedAt,
    @Nullable Instant pushedAt,
    @Nullable Instant paidAt,
    @Nullable String hostedInvoiceUrl,
    @Nullable String invoicePdfUrl,
    @Nullable String receiptUrl,
    @Nullable String holdReason,
    @Nullable String providerInvoiceId) {}
