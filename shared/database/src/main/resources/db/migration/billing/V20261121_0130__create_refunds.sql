-- What went back: refunds as the provider reports them, and the payment that connects them with
-- what was paid.
-- Additive.

ALTER TABLE billing.invoices ADD COLUMN provider_payment_id text;

-- Serves a refund: which invoice its payment paid.
CREATE INDEX invoices_provider_payment_id_idx ON billing.invoices (provider_payment_id)
    WHERE provider_payment_id IS NOT NULL;
-- Serves a refund: which order its invoice was for.
CREATE INDEX orders_provider_invoice_id_idx ON billing.orders (provider_invoice_id)
    WHERE provider_invoice_id IS NOT NULL;

CREATE TABLE billing.refunds (
    id                 uuid        PRIMARY KEY,
    organization_id    uuid        NOT NULL,
    order_id           uuid,
    invoice_id         uuid,
    provider           text        NOT NULL,
    provider_refund_id text,
    provider_charge_id text,
    amount             bigint      NOT NULL,
    currency           char(3)     NOT NULL,
    status             text        NOT NULL,
    reason             text,
    failure_reason     text,
    provider_read_seq  bigint,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,

    CONSTRAINT refunds_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT refunds_order_id_fkey FOREIGN KEY (order_id) REFERENCES billing.orders (id),
    CONSTRAINT refunds_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES billing.invoices (id),
    CONSTRAINT refunds_provider_refund_id_key UNIQUE (provider, provider_refund_id),
    CONSTRAINT refunds_amount_check CHECK (amount > 0),
    CONSTRAINT refunds_currency_check CHECK (currency ~ '^[a-z]{3}$'),
    CONSTRAINT refunds_status_check CHECK (status IN ('pending', 'succeeded', 'failed', 'canceled'))
);

-- Serves the sum of what went back for an order.
CREATE INDEX refunds_order_id_idx ON billing.refunds (order_id) WHERE order_id IS NOT NULL;

COMMENT ON COLUMN billing.refunds.amount IS 'Minor units.';

ALTER TABLE billing.refunds ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY refunds_tenant ON billing.refunds
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON billing.refunds TO freehold_app;
