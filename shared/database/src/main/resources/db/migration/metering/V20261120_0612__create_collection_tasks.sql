-- One row per platform and day to collect: what is still missing, and when to try again.
-- Additive. Rows of operators.

CREATE TABLE metering.collection_tasks (
    snapshot_date   date        NOT NULL,
    platform_id     uuid        NOT NULL REFERENCES registry.platforms (id),
    status          text        NOT NULL,
    attempts        integer     NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    last_error      text,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,

    CONSTRAINT collection_tasks_pkey PRIMARY KEY (snapshot_date, platform_id),
    CONSTRAINT collection_tasks_status_check CHECK (status IN ('pending', 'done', 'failed', 'dead')),
    CONSTRAINT collection_tasks_attempts_check CHECK (attempts >= 0),
    CONSTRAINT collection_tasks_last_error_check CHECK (length(last_error) <= 2000)
) PARTITION BY RANGE (snapshot_date);

-- Serves metering-retry-collection: what is due, and when the next one will be.
CREATE INDEX collection_tasks_due_idx ON metering.collection_tasks (next_attempt_at)
    WHERE status IN ('pending', 'failed');

COMMENT ON COLUMN metering.collection_tasks.attempts IS 'Failures of this day''s collection so far.';

ALTER TABLE metering.collection_tasks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY collection_tasks_operators ON metering.collection_tasks
    USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON metering.collection_tasks TO freehold_app;

CREATE TABLE metering.collection_tasks_default PARTITION OF metering.collection_tasks DEFAULT;

-- How far the reading of one account for one day has come: a message that repeats or outlives its
-- page finds another page here and ends.
CREATE TABLE metering.account_readings (
    snapshot_date date        NOT NULL,
    account_id    uuid        NOT NULL REFERENCES provisioning.cloud_accounts (id),
    dataset       text,
    page          text,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,

    CONSTRAINT account_readings_pkey PRIMARY KEY (snapshot_date, account_id),
    CONSTRAINT account_readings_page_check CHECK ((dataset IS NULL) = (page IS NULL))
);

COMMENT ON COLUMN metering.account_readings.dataset IS 'Read next. NULL = all was read.';
COMMENT ON COLUMN metering.account_readings.page IS 'The first key wanted; empty = from the start.';

ALTER TABLE metering.account_readings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY account_readings_operators ON metering.account_readings
    USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON metering.account_readings TO freehold_app;
