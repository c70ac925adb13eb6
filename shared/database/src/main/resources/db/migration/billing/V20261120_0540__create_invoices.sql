-- What is owed. Of the two kinds the provider's own are mirrored here; Freehold's usage invoices and
-- their periods come with the invoice run.
-- Additive.

CREATE TABLE billing.invoices (
    id                      uuid        PRIMARY KEY,
    organization_id         uuid        NOT NULL,
    subscription_id         uuid,
    platform_id             uuid,
    origin                  text        NOT NULL,
    settlement              text        NOT NULL,
    number                  text,
    status                  text        NOT NULL DEFAULT 'draft',
    billing_reason          text        NOT NULL,
    plan_code               text,
    base_amount             bigint      NOT NULL DEFAULT 0,
    overage_amount          bigint      NOT NULL DEFAULT 0,
    adjustment_amount       bigint      NOT NULL DEFAULT 0,
    discount_amount         bigint      NOT NULL DEFAULT 0,
    tax_amount              bigint      NOT NULL DEFAULT 0,
    total_amount            bigint      NOT NULL DEFAULT 0,
    prepaid_amount          bigint      NOT NULL DEFAULT 0,
    amount_due              bigint      NOT NULL DEFAULT 0,
    amount_paid             bigint      NOT NULL DEFAULT 0,
    credited_amount         bigint      NOT NULL DEFAULT 0,
    currency                char(3)     NOT NULL,
    period_start            timestamptz NOT NULL,
    period_end              timestamptz NOT NULL,
    due_at                  timestamptz,
    finalized_at            timestamptz,
    paid_at                 timestamptz,
    voided_at               timestamptz,
    granted_at              timestamptz,
    provider                text,
    provider_invoice_id     text,
    hosted_invoice_url      text,
    invoice_pdf_url         text,
    attempt_count           integer     NOT NULL DEFAULT 0,
    next_payment_attempt_at timestamptz,
    provider_read_at        timestamptz,
    provider_read_seq       bigint,
    provider_event_at       timestamptz,
    raw                     jsonb,
    version                 integer     NOT NULL DEFAULT 0,
    created_at              timestamptz NOT NULL,
    updated_at              timestamptz NOT NULL,

    CONSTRAINT invoices_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT invoices_subscription_id_fkey
        FOREIGN KEY (subscription_id) REFERENCES billing.subscriptions (id),
    CONSTRAINT invoices_platform_id_fkey
        FOREIGN KEY (platform_id, organization_id) REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT invoices_number_key UNIQUE (number),
    CONSTRAINT invoices_provider_invoice_id_key UNIQUE (provider, provider_invoice_id),
    CONSTRAINT invoices_origin_check CHECK (origin IN ('freehold', 'provider')),
    CONSTRAINT invoices_settlement_check
        CHECK (settlement IN ('provider', 'next_invoice', 'manual', 'statement', 'none')),
    CONSTRAINT invoices_status_check
        CHECK (status IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
    CONSTRAINT invoices_billing_reason_check CHECK (billing_reason IN ('subscription_create',
        'subscription_cycle', 'subscription_update', 'usage', 'one_time', 'manual')),
    CONSTRAINT invoices_total_amount_check CHECK (total_amount
        = base_amount + overage_amount + adjustment_amount - discount_amount + tax_amount),
    CONSTRAINT invoices_amount_due_check CHECK (amount_due = total_amount - prepaid_amount),
    CONSTRAINT invoices_currency_check CHECK (currency ~ '^[a-z]{3}$'),
    CONSTRAINT invoices_period_check CHECK (period_end >= period_start),
    CONSTRAINT invoices_attempt_count_check CHECK (attempt_count >= 0)
);

-- Serves the list of an organization, newest first.
CREATE INDEX invoices_organization_idx ON billing.invoices (organization_id, id DESC);
-- Serves what is still open of a platform.
CREATE INDEX invoices_platform_id_status_idx ON billing.invoices (platform_id, status);
-- Serves the runs over unfinished invoices.
CREATE INDEX invoices_unfinished_idx ON billing.invoices (status) WHERE status IN ('draft', 'open');

COMMENT ON COLUMN billing.invoices.amount_due IS 'Minor units; negative = a credit.';
COMMENT ON COLUMN billing.invoices.granted_at IS
    'When the payment of a provider''s invoice took effect, which it does once.';

ALTER TABLE billing.invoices ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY invoices_tenant ON billing.invoices
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON billing.invoices TO freehold_app;

CREATE TABLE billing.invoice_lines (
    id               uuid        PRIMARY KEY,
    organization_id  uuid        NOT NULL,
    invoice_id       uuid        NOT NULL,
    position         integer     NOT NULL,
    kind             text        NOT NULL,
    description      text        NOT NULL,
    quantity         bigint,
    unit_amount      bigint,
    amount           bigint      NOT NULL,
    currency         char(3)     NOT NULL,
    provider_line_id text,
    period_start     timestamptz,
    period_end       timestamptz,
    created_at       timestamptz NOT NULL,

    CONSTRAINT invoice_lines_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT invoice_lines_invoice_id_fkey
        FOREIGN KEY (invoice_id) REFERENCES billing.invoices (id),
    CONSTRAINT invoice_lines_invoice_id_position_key UNIQUE (invoice_id, position),
    CONSTRAINT invoice_lines_kind_check CHECK (kind IN ('base', 'proration', 'overage', 'cap',
        'adjustment', 'discount', 'tax', 'manual', 'item'))
);

COMMENT ON COLUMN billing.invoice_lines.amount IS 'Minor units, signed.';

ALTER TABLE billing.invoice_lines ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY invoice_lines_tenant ON billing.invoice_lines
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.invoice_lines TO freehold_app;
