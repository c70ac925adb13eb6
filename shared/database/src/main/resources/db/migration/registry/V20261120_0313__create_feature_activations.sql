-- Which version of which feature serves which entity in which environment: one row for all time.
-- Additive. Needs stacks.feature_versions.

CREATE TABLE registry.feature_activations (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    entity_id       uuid        NOT NULL,
    stack_id        uuid,
    feature_id      text        NOT NULL,
    feature_version text        NOT NULL,
    feature_kind    text        NOT NULL,
    environment     text        NOT NULL,
    status          text        NOT NULL,
    config          jsonb       NOT NULL,
    activated_at    timestamptz,
    deactivated_at  timestamptz,
    last_job_id     uuid,
    version         integer     NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,

    CONSTRAINT feature_activations_unique UNIQUE (entity_id, feature_id, environment),
    CONSTRAINT feature_activations_id_platform_key UNIQUE (id, platform_id),
    CONSTRAINT feature_activations_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT feature_activations_entity_fkey FOREIGN KEY (entity_id, platform_id)
        REFERENCES registry.entities (id, platform_id),
    CONSTRAINT feature_activations_stack_fkey FOREIGN KEY (stack_id, platform_id)
        REFERENCES registry.stacks (id, platform_id),
    CONSTRAINT feature_activations_version_fkey FOREIGN KEY (feature_id, feature_version)
        REFERENCES stacks.feature_versions (feature_id, version),
    CONSTRAINT feature_activations_kind_check CHECK (feature_kind IN ('core', 'domain', 'client')),
    CONSTRAINT feature_activations_environment_check CHECK
        (environment IN ('production', 'staging', 'development')),
    CONSTRAINT feature_activations_status_check CHECK
        (status IN ('activating', 'active', 'deactivating', 'inactive', 'failed'))
);

-- Serves the list and the count against the plan's limit.
CREATE INDEX feature_activations_platform_idx ON registry.feature_activations (platform_id, status);
-- Serves the question who uses a version.
CREATE INDEX feature_activations_feature_idx ON registry.feature_activations (feature_id, feature_version);
-- Serves the features of one stack.
CREATE INDEX feature_activations_stack_idx ON registry.feature_activations (stack_id);

COMMENT ON COLUMN registry.feature_activations.stack_id IS 'NULL = standalone.';
COMMENT ON COLUMN registry.feature_activations.feature_version IS 'During an upgrade still the version that serves.';

ALTER TABLE registry.feature_activations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY feature_activations_tenant ON registry.feature_activations
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.feature_activations TO freehold_app;
