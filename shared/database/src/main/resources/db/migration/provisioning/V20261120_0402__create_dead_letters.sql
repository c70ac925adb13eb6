-- Dead letters: jobs that need an operator.
-- Additive.

CREATE TABLE provisioning.dead_letters (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    job_id          uuid        NOT NULL REFERENCES provisioning.jobs ON DELETE CASCADE,
    step_id         uuid        REFERENCES provisioning.steps ON DELETE SET NULL,
    phase           text        NOT NULL,
    code            text        NOT NULL,
    error           text,
    attempts        integer     NOT NULL,
    status          text        NOT NULL,
    alerted_at      timestamptz,
    alert_attempts  integer     NOT NULL,
    resolution      text,
    resolved_by     text,
    resolved_at     timestamptz,
    note            text,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,

    CONSTRAINT dead_letters_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT dead_letters_phase_check CHECK (phase IN ('forward', 'rollback', 'queue')),
    CONSTRAINT dead_letters_status_check
        CHECK (status IN ('open', 'replayed', 'discarded', 'superseded')),
    CONSTRAINT dead_letters_resolution_check
        CHECK (resolution IN ('resume', 'rollback', 'restart', 'discard')),
    CONSTRAINT dead_letters_attempts_check CHECK (attempts >= 0 AND alert_attempts >= 0),
    CONSTRAINT dead_letters_error_check CHECK (length(error) <= 2000),
    CONSTRAINT dead_letters_note_check CHECK (length(note) <= 2000)
);

CREATE UNIQUE INDEX dead_letters_open_key ON provisioning.dead_letters (job_id)
    WHERE status = 'open';
-- Serves operators' lists by status, newest first.
CREATE INDEX dead_letters_status_idx ON provisioning.dead_letters (status, id DESC);
-- Serves the sweep: alerts not sent yet.
CREATE INDEX dead_letters_unalerted_idx ON provisioning.dead_letters (created_at)
    WHERE status = 'open' AND alerted_at IS NULL;
-- Serve the foreign keys and "the newest dead letter of this job".
CREATE INDEX dead_letters_job_idx ON provisioning.dead_letters (job_id, id DESC);
CREATE INDEX dead_letters_step_idx ON provisioning.dead_letters (step_id);

ALTER TABLE provisioning.dead_letters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY dead_letters_tenant ON provisioning.dead_letters
    USING (organization_id = (SELECT core.acting_organization())
        OR (SELECT core.is_operator_scope()));

GRANT SELECT, INSERT, UPDATE ON provisioning.dead_letters TO freehold_app;
