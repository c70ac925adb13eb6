-- Who pays: one payer sheet per organization, and its customer at each payment provider.
-- Additive.

CREATE TABLE billing.accounts (
    organization_id         uuid        PRIMARY KEY,
    billing_email           text        NOT NULL,
    currency                char(3)     NOT NULL DEFAULT 'usd',
    tax_id                  text,
    address                 jsonb,
    invoice_prefix          char(8)     NOT NULL,
    next_invoice_number     integer     NOT NULL DEFAULT 1,
    net_days                integer     NOT NULL DEFAULT 14,
    entity_statements       boolean     NOT NULL DEFAULT false,
    payments_blocked_at     timestamptz,
    payments_blocked_reason text,
    version                 integer     NOT NULL DEFAULT 0,
    created_at              timestamptz NOT NULL,
    updated_at              timestamptz NOT NULL,

    CONSTRAINT accounts_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT accounts_invoice_prefix_key UNIQUE (invoice_prefix),
    CONSTRAINT accounts_currency_check CHECK (currency ~ '^[a-z]{3}$'),
    CONSTRAINT accounts_invoice_prefix_check CHECK (invoice_prefix ~ '^[A-Z0-9]{8}$'),
    CONSTRAINT accounts_next_invoice_number_check CHECK (next_invoice_number > 0),
    CONSTRAINT accounts_net_days_check CHECK (net_days >= 0)
);

COMMENT ON COLUMN billing.accounts.currency IS 'Fixed by the first paid order.';

ALTER TABLE billing.accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY accounts_tenant ON billing.accounts
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON billing.accounts TO freehold_app;

CREATE TABLE billing.provider_customers (
    id                   uuid        PRIMARY KEY,
    organization_id      uuid        NOT NULL,
    provider             text        NOT NULL,
    provider_customer_id text        NOT NULL,
    email                text        NOT NULL,
    user_id              uuid,
    livemode             boolean     NOT NULL DEFAULT false,
    delinquent           boolean     NOT NULL DEFAULT false,
    deleted_at           timestamptz,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,

    CONSTRAINT provider_customers_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT provider_customers_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES identity.users (id) ON DELETE SET NULL,
    CONSTRAINT provider_customers_provider_customer_id_key UNIQUE (provider, provider_customer_id),
    CONSTRAINT provider_customers_provider_check CHECK (provider IN ('stripe', 'creem'))
);

-- One customer of an organization at a provider.
CREATE UNIQUE INDEX provider_customers_organization_key
    ON billing.provider_customers (organization_id, provider) WHERE deleted_at IS NULL;
-- Serves a changed e-mail address: the customers its user is the contact of.
CREATE INDEX provider_customers_user_id_idx
    ON billing.provider_customers (user_id) WHERE deleted_at IS NULL;

COMMENT ON COLUMN billing.provider_customers.user_id IS 'The contact whose address is used.';

ALTER TABLE billing.provider_customers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_customers_tenant ON billing.provider_customers
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON billing.provider_customers TO freehold_app;
