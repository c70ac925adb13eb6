-- What the payment providers reported: stored before anything is done with it, then processed.
-- Additive. What was received never changes; only the outcome of processing does.

CREATE TABLE billing.payment_events (
    id                uuid        PRIMARY KEY,
    provider          text        NOT NULL,
    provider_event_id text        NOT NULL,
    type              text        NOT NULL,
    api_version       text,
    livemode          boolean     NOT NULL,
    object_type       text,
    object_id         text,
    event_created_at  timestamptz NOT NULL,
    payload           jsonb       NOT NULL,
    received_at       timestamptz NOT NULL,
    status            text        NOT NULL DEFAULT 'received',
    outcome           text,
    attempts          integer     NOT NULL DEFAULT 0,
    next_attempt_at   timestamptz,
    claimed_at        timestamptz,
    last_error        text,
    processed_at      timestamptz,
    organization_id   uuid,
    subscription_id   uuid,
    replay_count      integer     NOT NULL DEFAULT 0,
    replayed_by       uuid,
    created_at        timestamptz NOT NULL,

    CONSTRAINT payment_events_provider_event_id_key UNIQUE (provider, provider_event_id),
    CONSTRAINT payment_events_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT payment_events_subscription_id_fkey
        FOREIGN KEY (subscription_id) REFERENCES billing.subscriptions (id),
    CONSTRAINT payment_events_provider_check CHECK (provider IN ('stripe', 'creem')),
    CONSTRAINT payment_events_status_check CHECK (status IN
        ('received', 'processing', 'processed', 'ignored', 'failed', 'dead')),
    CONSTRAINT payment_events_outcome_check CHECK (outcome IN
        ('applied', 'stale', 'no_effect', 'foreign', 'livemode_mismatch', 'unhandled_type')),
    CONSTRAINT payment_events_finished_check
        CHECK ((status IN ('processed', 'ignored')) = (processed_at IS NOT NULL AND outcome IS NOT NULL)),
    CONSTRAINT payment_events_attempts_check CHECK (attempts >= 0),
    CONSTRAINT payment_events_replay_count_check CHECK (replay_count >= 0)
);

-- Serves the retry: unfinished and due.
CREATE INDEX payment_events_due_idx ON billing.payment_events (next_attempt_at)
    WHERE status IN ('received', 'processing', 'failed');
-- Serves operators: the story of one object of the provider.
CREATE INDEX payment_events_object_id_event_created_at_idx
    ON billing.payment_events (object_id, event_created_at);
-- Serves operators: what is failed or dead.
CREATE INDEX payment_events_status_received_at_idx ON billing.payment_events (status, received_at);

CREATE TRIGGER payment_events_received BEFORE UPDATE OF id, provider, provider_event_id, type,
    api_version, livemode, object_type, object_id, event_created_at, payload, received_at, created_at
    ON billing.payment_events FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER payment_events_kept BEFORE DELETE ON billing.payment_events
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();

ALTER TABLE billing.payment_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY payment_events_write ON billing.payment_events FOR INSERT WITH CHECK (true);
CREATE POLICY payment_events_operators ON billing.payment_events
    USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE (status, outcome, attempts, next_attempt_at, claimed_at, last_error,
    processed_at, organization_id, subscription_id, replay_count, replayed_by)
    ON billing.payment_events TO freehold_app;
