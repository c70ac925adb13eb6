-- Fixed windows for limits that no other row carries; purged a day after the window.
-- Additive. No policy: a row is reached by its whole key alone, which is a keyed hash.

CREATE TABLE core.throttles (
    kind         text        NOT NULL,
    subject_hash bytea       NOT NULL,
    window_start timestamptz NOT NULL,
    count        integer     NOT NULL,
    created_at   timestamptz NOT NULL,

    CONSTRAINT throttles_pkey PRIMARY KEY (kind, subject_hash, window_start),
    CONSTRAINT throttles_count_check CHECK (count > 0)
);

-- Serves the purge.
CREATE INDEX throttles_window_start_idx ON core.throttles (window_start);

GRANT SELECT, INSERT, UPDATE, DELETE ON core.throttles TO freehold_app;
