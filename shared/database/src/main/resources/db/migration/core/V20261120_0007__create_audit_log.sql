-- Every change a caller made, in one hash chain per organization; append-only, by month.
-- Additive.

CREATE TABLE core.audit_log (
    id              uuid        NOT NULL,
    created_at      timestamptz NOT NULL,
    organization_id uuid        NOT NULL,
    platform_id     uuid,
    domain          text        NOT NULL,
    actor_type      text        NOT NULL,
    actor_id        text        NOT NULL,
    actor_email     text,
    impersonator_id uuid,
    action          text        NOT NULL,
    entity_type     text        NOT NULL,
    entity_id       text        NOT NULL,
    before          jsonb,
    after           jsonb,
    metadata        jsonb,
    request_id      text,
    ip_address      inet,
    user_agent      text,
    chain_seq       bigint      NOT NULL,
    prev_hash       bytea       NOT NULL,
    hash            bytea       NOT NULL,

    CONSTRAINT audit_log_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT audit_log_actor_type_check CHECK (actor_type IN
        ('user', 'api_key', 'operator', 'service', 'system', 'payment_provider')),
    CONSTRAINT audit_log_chain_seq_check CHECK (chain_seq > 0),
    CONSTRAINT audit_log_prev_hash_check CHECK (length(prev_hash) = 32),
    CONSTRAINT audit_log_hash_check CHECK (length(hash) = 32),
    CONSTRAINT audit_log_user_agent_check CHECK (length(user_agent) <= 500)
) PARTITION BY RANGE (created_at);

-- Serves verification and listing in the order of the chain.
CREATE INDEX audit_log_chain_idx ON core.audit_log (organization_id, chain_seq);
-- Serve the filters of the listing.
CREATE INDEX audit_log_platform_idx ON core.audit_log (platform_id, created_at DESC);
CREATE INDEX audit_log_entity_idx ON core.audit_log (entity_type, entity_id, created_at DESC);
CREATE INDEX audit_log_action_idx ON core.audit_log (organization_id, action, created_at DESC);

CREATE TABLE core.audit_log_default PARTITION OF core.audit_log DEFAULT;

ALTER TABLE core.audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_log_tenant ON core.audit_log
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()))
    -- Operators' own acts and those of one who has no organization yet belong to the zero chain.
    WITH CHECK (organization_id = (SELECT core.acting_organization())
        OR organization_id = '00000000-0000-0000-0000-000000000000'
        OR (SELECT core.is_operator_scope()));
ALTER TABLE core.audit_log_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON core.audit_log TO freehold_app;
GRANT SELECT, DELETE ON core.audit_log TO freehold_retention;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON core.audit_log
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();

CREATE TABLE core.audit_heads (
    organization_id uuid        PRIMARY KEY,
    seq             bigint      NOT NULL,
    hash            bytea       NOT NULL,
    anchored_seq    bigint      NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,

    CONSTRAINT audit_heads_seq_check CHECK (seq >= 0),
    CONSTRAINT audit_heads_hash_check CHECK (length(hash) = 32)
);

-- Serves the daily anchor: heads that moved.
CREATE INDEX audit_heads_moved_idx ON core.audit_heads (organization_id) WHERE anchored_seq < seq;

ALTER TABLE core.audit_heads ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_heads_tenant ON core.audit_heads
    USING (organization_id = (SELECT core.acting_organization())
        OR organization_id = '00000000-0000-0000-0000-000000000000'
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON core.audit_heads TO freehold_app;

CREATE TABLE core.audit_anchors (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    kind            text        NOT NULL,
    seq             bigint      NOT NULL,
    hash            bytea       NOT NULL,
    object_key      text        NOT NULL,
    created_at      timestamptz NOT NULL,

    CONSTRAINT audit_anchors_organization_seq_key UNIQUE (organization_id, kind, seq),
    CONSTRAINT audit_anchors_kind_check CHECK (kind IN ('daily', 'cut')),
    CONSTRAINT audit_anchors_hash_check CHECK (length(hash) = 32)
);

ALTER TABLE core.audit_anchors ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_anchors_tenant ON core.audit_anchors
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT ON core.audit_anchors TO freehold_app;
CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE ON core.audit_anchors
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
