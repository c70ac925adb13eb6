-- Who signed in how, and who was allowed or refused what; append-only, by month.
-- Additive. Rows past their month's partition go to the default one.

CREATE TABLE identity.audit_authentication (
    id              uuid        NOT NULL,
    occurred_at     timestamptz NOT NULL,
    event_type      text        NOT NULL,
    result          text        NOT NULL,
    user_id         uuid,
    organization_id uuid,
    actor_id        uuid,
    session_id      uuid,
    subject_hash    bytea,
    method          text,
    failure_reason  text,
    ip_address      inet,
    user_agent      text,
    device_info     jsonb,
    request_id      text,
    details         jsonb,
    created_at      timestamptz NOT NULL,

    CONSTRAINT audit_authentication_pkey PRIMARY KEY (occurred_at, id),
    CONSTRAINT audit_authentication_result_check CHECK (result IN ('success', 'failure', 'error'))
) PARTITION BY RANGE (occurred_at);

-- Serve a person's own list, an organization's, and the operators' by kind.
CREATE INDEX audit_authentication_user_id_idx
    ON identity.audit_authentication (user_id, occurred_at);
CREATE INDEX audit_authentication_organization_id_idx
    ON identity.audit_authentication (organization_id, occurred_at);
CREATE INDEX audit_authentication_event_type_idx
    ON identity.audit_authentication (event_type, occurred_at);

COMMENT ON COLUMN identity.audit_authentication.actor_id IS 'The impersonating or acting operator.';
COMMENT ON COLUMN identity.audit_authentication.subject_hash IS
    'Keyed hash of the address that was tried.';

CREATE TABLE identity.audit_authentication_default
    PARTITION OF identity.audit_authentication DEFAULT;

CREATE TABLE identity.audit_authorization (
    id              uuid        NOT NULL,
    occurred_at     timestamptz NOT NULL,
    operation       text        NOT NULL,
    permission      text,
    result          text        NOT NULL,
    user_id         uuid,
    api_key_id      uuid,
    client_id       uuid,
    actor_id        uuid,
    session_id      uuid,
    organization_id uuid,
    action          text,
    resource_type   text,
    resource_id     text,
    reason          text,
    ip_address      inet,
    user_agent      text,
    request_id      text,
    created_at      timestamptz NOT NULL,

    CONSTRAINT audit_authorization_pkey PRIMARY KEY (occurred_at, id),
    CONSTRAINT audit_authorization_result_check CHECK (result IN ('granted', 'denied', 'error'))
) PARTITION BY RANGE (occurred_at);

CREATE INDEX audit_authorization_user_id_idx
    ON identity.audit_authorization (user_id, occurred_at);
CREATE INDEX audit_authorization_organization_id_idx
    ON identity.audit_authorization (organization_id, occurred_at);
CREATE INDEX audit_authorization_permission_idx
    ON identity.audit_authorization (permission, occurred_at);

CREATE TABLE identity.audit_authorization_default
    PARTITION OF identity.audit_authorization DEFAULT;

-- Anybody's attempt is written, also one of nobody known; a row is shown to whom it concerns.
ALTER TABLE identity.audit_authentication ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_authentication_tenant ON identity.audit_authentication
    USING (organization_id = (SELECT core.acting_organization())
        OR user_id = (SELECT core.acting_user())
        OR (SELECT core.is_operator_scope()))
    WITH CHECK (true);
ALTER TABLE identity.audit_authentication_default
    ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON identity.audit_authentication TO freehold_app;
GRANT SELECT, DELETE ON identity.audit_authentication TO freehold_retention;
CREATE TRIGGER audit_authentication_append_only
    BEFORE UPDATE OR DELETE ON identity.audit_authentication
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();

ALTER TABLE identity.audit_authorization ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_authorization_tenant ON identity.audit_authorization
    USING (organization_id = (SELECT core.acting_organization())
        OR user_id = (SELECT core.acting_user())
        OR (SELECT core.is_operator_scope()))
    WITH CHECK (true);
ALTER TABLE identity.audit_authorization_default
    ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON identity.audit_authorization TO freehold_app;
GRANT SELECT, DELETE ON identity.audit_authorization TO freehold_retention;
CREATE TRIGGER audit_authorization_append_only
    BEFORE UPDATE OR DELETE ON identity.audit_authorization
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
