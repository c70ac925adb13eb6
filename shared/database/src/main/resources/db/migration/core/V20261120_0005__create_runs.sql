-- One row per run of one schedule: the same slot is never worked twice at once.
-- Additive.

CREATE TABLE core.runs (
    id           uuid        PRIMARY KEY,
    operation    text        NOT NULL,
    scheduled_at timestamptz NOT NULL,
    status       text        NOT NULL,
    attempts     integer     NOT NULL,
    started_at   timestamptz NOT NULL,
    lease_until  timestamptz NOT NULL,
    finished_at  timestamptz,
    found        integer,
    more         boolean,
    error        text,
    request_id   text,
    started_by   uuid,
    created_at   timestamptz NOT NULL,

    CONSTRAINT runs_operation_scheduled_at_key UNIQUE (operation, scheduled_at),
    CONSTRAINT runs_status_check CHECK (status IN ('running', 'completed', 'failed')),
    CONSTRAINT runs_attempts_check CHECK (attempts > 0)
);

-- Serves the listing: newest slots of one operation.
CREATE INDEX runs_operation_idx ON core.runs (operation, scheduled_at DESC);
-- Serves the watch: what is not done.
CREATE INDEX runs_open_idx ON core.runs (status, lease_until) WHERE status <> 'completed';

ALTER TABLE core.runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY runs_operators ON core.runs USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON core.runs TO freehold_app;
