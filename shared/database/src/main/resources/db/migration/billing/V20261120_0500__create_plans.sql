-- What is sold: a plan's identity. What it gives and costs stands in its immutable versions.
-- Additive. Rows of the installation, not of a tenant: no policy.

CREATE TABLE billing.plans (
    id                 uuid        PRIMARY KEY,
    kind               text        NOT NULL,
    code               text        NOT NULL,
    name               text        NOT NULL,
    description        text        NOT NULL DEFAULT '',
    agent_id           uuid,
    app_key            text,
    rank               integer     NOT NULL DEFAULT 0,
    status             text        NOT NULL DEFAULT 'draft',
    recommended        boolean     NOT NULL DEFAULT false,
    auto_start         boolean     NOT NULL DEFAULT false,
    sort_order         integer     NOT NULL DEFAULT 0,
    fallback_plan_id   uuid,
    current_version_id uuid,
    version            integer     NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,

    CONSTRAINT plans_code_key UNIQUE NULLS NOT DISTINCT (kind, agent_id, app_key, code),
    CONSTRAINT plans_kind_check CHECK (kind IN
        ('platform', 'organization', 'pool', 'agent', 'credits_pack', 'lifetime', 'addon')),
    CONSTRAINT plans_code_check CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    CONSTRAINT plans_status_check CHECK (status IN ('draft', 'active', 'archived')),
    CONSTRAINT plans_agent_check CHECK ((kind = 'agent') = (agent_id IS NOT NULL)),
    CONSTRAINT plans_published_check CHECK (status = 'draft' OR current_version_id IS NOT NULL),
    CONSTRAINT plans_fallback_plan_id_fkey
        FOREIGN KEY (fallback_plan_id) REFERENCES billing.plans (id)
);

-- Serves the list of plans.
CREATE INDEX plans_kind_status_sort_order_idx ON billing.plans (kind, status, sort_order);

COMMENT ON COLUMN billing.plans.rank IS 'Higher = more; decides between upgrade and downgrade.';
COMMENT ON COLUMN billing.plans.auto_start IS 'Free plan begun for every new organization.';
COMMENT ON COLUMN billing.plans.fallback_plan_id IS 'Free plan begun when a paid one of this plan ends.';

GRANT SELECT, INSERT, UPDATE ON billing.plans TO freehold_app;
