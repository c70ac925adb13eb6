-- What is provisioned for a customer, and every change of its life.
-- Additive. Needs identity.organizations, identity.users and provisioning.cloud_accounts.

CREATE TABLE registry.platforms (
    id                        uuid        PRIMARY KEY,
    organization_id           uuid        NOT NULL REFERENCES identity.organizations (id),
    key                       text        NOT NULL,
    name                      text        NOT NULL,
    slug                      text        NOT NULL,
    status                    text        NOT NULL,
    tier                      text        NOT NULL,
    cloud_account_id          uuid        REFERENCES provisioning.cloud_accounts (id),
    repo_name                 text,
    owner_user_id             uuid        REFERENCES identity.users (id) ON DELETE SET NULL,
    trial_ends_at             timestamptz,
    payment_hold_at           timestamptz,
    operator_hold_at          timestamptz,
    subscription_id           uuid,
    subscription_version      integer,
    suspended_at              timestamptz,
    suspension_reason         text,
    cancellation_requested_at timestamptz,
    cancel_effective_at       timestamptz,
    cancellation_intent       text,
    cancelled_at              timestamptz,
    cancellation_reason       text,
    delete_after              timestamptz,
    provision_error           text,
    version                   integer     NOT NULL,
    created_at                timestamptz NOT NULL,
    updated_at                timestamptz NOT NULL,
    deleted_at                timestamptz,

    CONSTRAINT platforms_key_key UNIQUE (key),
    CONSTRAINT platforms_id_organization_key UNIQUE (id, organization_id),
    CONSTRAINT platforms_key_check CHECK (key ~ '^[a-z0-9]{10}$'),
    CONSTRAINT platforms_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT platforms_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    CONSTRAINT platforms_status_check CHECK (status IN
        ('pending', 'provisioning', 'active', 'suspended', 'pending_cancellation', 'cancelled', 'deleted')),
    CONSTRAINT platforms_suspension_reason_check CHECK (length(suspension_reason) <= 500),
    CONSTRAINT platforms_cancellation_reason_check CHECK (length(cancellation_reason) <= 500),
    CONSTRAINT platforms_cancellation_intent_check CHECK (cancellation_intent IN ('cancel', 'undo')),
    CONSTRAINT platforms_subscription_check CHECK (num_nonnulls(subscription_id, subscription_version) IN (0, 2)),
    CONSTRAINT platforms_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL)),
    CONSTRAINT platforms_suspended_check CHECK
        (status <> 'suspended' OR num_nonnulls(payment_hold_at, operator_hold_at) > 0),
    CONSTRAINT platforms_unheld_check CHECK (status NOT IN ('active', 'pending_cancellation')
        OR num_nonnulls(payment_hold_at, operator_hold_at) = 0),
    CONSTRAINT platforms_cancellation_check CHECK
        (status <> 'pending_cancellation' OR cancellation_requested_at IS NOT NULL)
);

-- A deleted platform frees its slug, never its key.
CREATE UNIQUE INDEX platforms_slug_key ON registry.platforms (slug) WHERE deleted_at IS NULL;
-- Serves the list of one organization, newest first, and the count against its limit.
CREATE INDEX platforms_organization_idx ON registry.platforms (organization_id, id DESC);
-- Serves the operators' list by status.
CREATE INDEX platforms_status_idx ON registry.platforms (status, id DESC);
-- Serves registry-settle-cancellations.
CREATE INDEX platforms_cancel_due_idx ON registry.platforms (cancel_effective_at)
    WHERE status IN ('pending_cancellation', 'suspended');
-- Serves registry-start-deprovisioning.
CREATE INDEX platforms_delete_due_idx ON registry.platforms (delete_after) WHERE status = 'cancelled';

COMMENT ON COLUMN registry.platforms.tier IS 'Code of a platform plan of billing; only its messages change it.';
COMMENT ON COLUMN registry.platforms.trial_ends_at IS 'From billing. NULL = no trial.';
COMMENT ON COLUMN registry.platforms.cancel_effective_at IS 'Billing''s cancelAt. NULL until billing has answered.';
COMMENT ON COLUMN registry.platforms.provision_error IS 'Code of the last failed provisioning. NULL once one succeeded.';
COMMENT ON COLUMN registry.platforms.subscription_version IS 'Newest state of subscription_id that was applied.';

ALTER TABLE registry.platforms ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY platforms_tenant ON registry.platforms
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.platforms TO freehold_app;

-- Slugs are unique among all organizations, rows of others are not seen: the one question that is answered.
CREATE FUNCTION registry.is_slug_taken(p_slug text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    taken  boolean;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT EXISTS (SELECT FROM registry.platforms WHERE slug = p_slug AND deleted_at IS NULL) INTO taken;
    PERFORM set_config('freehold.scope', former, true);
    RETURN taken;
END
$$;
REVOKE ALL ON FUNCTION registry.is_slug_taken(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.is_slug_taken(text) TO freehold_app;

CREATE TABLE registry.platform_lifecycle_events (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    from_status     text,
    to_status       text        NOT NULL,
    triggered_by    text        NOT NULL,
    trigger_type    text        NOT NULL,
    reason          text,
    metadata        jsonb       NOT NULL,
    created_at      timestamptz NOT NULL,

    CONSTRAINT platform_lifecycle_events_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT platform_lifecycle_events_status_check CHECK (from_status IS DISTINCT FROM to_status),
    CONSTRAINT platform_lifecycle_events_trigger_type_check CHECK
        (trigger_type IN ('user', 'operator', 'system', 'payment_provider'))
);

-- Serves the list of one platform, newest first.
CREATE INDEX platform_lifecycle_events_platform_idx
    ON registry.platform_lifecycle_events (platform_id, id DESC);

COMMENT ON COLUMN registry.platform_lifecycle_events.from_status IS 'NULL = the platform was created.';

ALTER TABLE registry.platform_lifecycle_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY platform_lifecycle_events_tenant ON registry.platform_lifecycle_events
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT ON registry.platform_lifecycle_events TO freehold_app;
CREATE TRIGGER platform_lifecycle_events_append_only BEFORE UPDATE OR DELETE
    ON registry.platform_lifecycle_events FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
