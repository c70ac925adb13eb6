-- Messages waiting to be handed to their queues, written in the transaction of the change they follow from.
-- Additive.

CREATE TABLE core.outbox (
    id              uuid        PRIMARY KEY,
    kind            text        NOT NULL,
    topic           text        NOT NULL,
    type            text        NOT NULL,
    organization_id uuid,
    platform_id     uuid,
    request_id      text,
    traceparent     text,
    payload         jsonb       NOT NULL,
    available_at    timestamptz NOT NULL,
    sent_at         timestamptz,
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    last_error      text,
    reported_at     timestamptz,
    created_at      timestamptz NOT NULL,

    CONSTRAINT outbox_kind_check CHECK (kind IN ('event', 'command')),
    CONSTRAINT outbox_attempts_check CHECK (attempts >= 0),
    CONSTRAINT outbox_payload_check CHECK (pg_column_size(payload) <= 204800)
);

-- Serves the relay: unsent and due.
CREATE INDEX outbox_due_idx ON core.outbox (next_attempt_at) WHERE sent_at IS NULL;
-- Serves the purge.
CREATE INDEX outbox_sent_idx ON core.outbox (sent_at) WHERE sent_at IS NOT NULL;
-- Serves operators: newest of a topic.
CREATE INDEX outbox_topic_idx ON core.outbox (topic, id DESC);

COMMENT ON COLUMN core.outbox.reported_at IS 'When core.message.stuck was written for this row; NULL = not stuck.';

ALTER TABLE core.outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY outbox_write ON core.outbox FOR INSERT WITH CHECK (true);
CREATE POLICY outbox_operators ON core.outbox USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON core.outbox TO freehold_app;

-- Marks rows as handed over, in whatever scope the function that wrote them runs.
CREATE FUNCTION core.mark_sent(p_ids uuid[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    UPDATE core.outbox SET sent_at = p_now WHERE id = ANY (p_ids) AND sent_at IS NULL;
    PERFORM set_config('freehold.scope', former, true);
END
$$;
REVOKE ALL ON FUNCTION core.mark_sent(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.mark_sent(uuid[], timestamptz) TO freehold_app;
