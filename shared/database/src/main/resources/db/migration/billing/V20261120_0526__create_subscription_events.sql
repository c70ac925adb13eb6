-- The history of subscriptions: which plan version governed which day, and why it changed.
-- Additive. Append-only.

CREATE TABLE billing.subscription_events (
    id                   uuid        PRIMARY KEY,
    organization_id      uuid        NOT NULL,
    subscription_id      uuid        NOT NULL,
    type                 text        NOT NULL,
    from_status          text,
    to_status            text,
    from_plan_version_id uuid,
    to_plan_version_id   uuid,
    effective_at         timestamptz NOT NULL,
    cause                text        NOT NULL,
    actor_id             text,
    payment_event_id     uuid,
    created_at           timestamptz NOT NULL,

    CONSTRAINT subscription_events_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT subscription_events_subscription_id_fkey
        FOREIGN KEY (subscription_id) REFERENCES billing.subscriptions (id),
    CONSTRAINT subscription_events_from_plan_version_id_fkey
        FOREIGN KEY (from_plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT subscription_events_to_plan_version_id_fkey
        FOREIGN KEY (to_plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT subscription_events_payment_event_id_fkey
        FOREIGN KEY (payment_event_id) REFERENCES billing.payment_events (id),
    CONSTRAINT subscription_events_cause_check
        CHECK (cause IN ('user', 'operator', 'payment_provider', 'system'))
);

-- Serves the invoice: the versions of one subscription in order of time.
CREATE INDEX subscription_events_subscription_id_effective_at_idx
    ON billing.subscription_events (subscription_id, effective_at);

CREATE TRIGGER subscription_events_append_only BEFORE UPDATE OR DELETE
    ON billing.subscription_events FOR EACH ROW EXECUTE FUNCTION core.refuse_change();

ALTER TABLE billing.subscription_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY subscription_events_tenant ON billing.subscription_events
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT ON billing.subscription_events TO freehold_app;
