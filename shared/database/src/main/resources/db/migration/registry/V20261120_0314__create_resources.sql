-- What exists in the cloud, and which secrets are present there. No value of a secret is stored anywhere.
-- Additive.

CREATE TABLE registry.resources (
    id                    uuid        PRIMARY KEY,
    organization_id       uuid        NOT NULL,
    platform_id           uuid        NOT NULL,
    entity_id             uuid        NOT NULL,
    stack_id              uuid        NOT NULL,
    feature_activation_id uuid,
    resource_type         text        NOT NULL,
    service_name          text        NOT NULL,
    environment           text        NOT NULL,
    cloud_name            text        NOT NULL,
    cloud_id              text,
    cloud_url             text,
    status                text        NOT NULL,
    provision_job_id      uuid,
    config                jsonb       NOT NULL,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    deleted_at            timestamptz,

    CONSTRAINT resources_id_platform_key UNIQUE (id, platform_id),
    CONSTRAINT resources_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT resources_entity_fkey FOREIGN KEY (entity_id, platform_id)
        REFERENCES registry.entities (id, platform_id),
    CONSTRAINT resources_stack_fkey FOREIGN KEY (stack_id, platform_id)
        REFERENCES registry.stacks (id, platform_id),
    CONSTRAINT resources_feature_activation_fkey FOREIGN KEY (feature_activation_id, platform_id)
        REFERENCES registry.feature_activations (id, platform_id),
    CONSTRAINT resources_type_check CHECK (resource_type IN ('worker', 'd1', 'r2', 'kv', 'queue', 'pages')),
    CONSTRAINT resources_service_name_check CHECK (service_name ~ '^[a-z0-9]([a-z0-9-]{0,27}[a-z0-9])?$'),
    CONSTRAINT resources_environment_check CHECK (environment IN ('production', 'staging', 'development')),
    CONSTRAINT resources_cloud_name_check CHECK (cloud_name ~ '^[a-z0-9-]{1,63}$'),
    CONSTRAINT resources_status_check CHECK
        (status IN ('pending', 'provisioning', 'active', 'retained', 'failed', 'deleted')),
    CONSTRAINT resources_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

CREATE UNIQUE INDEX resources_cloud_name_key ON registry.resources (cloud_name) WHERE deleted_at IS NULL;
-- One object per slot: what a job plans is found again by the next one.
CREATE UNIQUE INDEX resources_slot_key
    ON registry.resources (stack_id, service_name, resource_type, environment) WHERE deleted_at IS NULL;
-- Serves the list of one platform.
CREATE INDEX resources_platform_idx ON registry.resources (platform_id, id DESC) WHERE deleted_at IS NULL;
-- Serve the resources of one stack, of one feature, of one job.
CREATE INDEX resources_stack_idx ON registry.resources (stack_id);
CREATE INDEX resources_feature_idx ON registry.resources (feature_activation_id);
CREATE INDEX resources_job_idx ON registry.resources (provision_job_id);

COMMENT ON COLUMN registry.resources.feature_activation_id IS 'The feature that owns it. NULL = shared by the stack.';
COMMENT ON COLUMN registry.resources.cloud_id IS 'The provider''s id. NULL until it exists.';
COMMENT ON COLUMN registry.resources.provision_job_id IS 'The job that made or last changed it; jobs are purged before resources.';

ALTER TABLE registry.resources ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY resources_tenant ON registry.resources
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.resources TO freehold_app;

CREATE TABLE registry.secrets (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    resource_id     uuid        NOT NULL,
    secret_name     text        NOT NULL,
    status          text        NOT NULL,
    source          text        NOT NULL,
    required        boolean     NOT NULL,
    rotation        integer     NOT NULL,
    last_set_at     timestamptz,
    last_set_by     text,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,

    CONSTRAINT secrets_resource_name_key UNIQUE (resource_id, secret_name),
    CONSTRAINT secrets_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT secrets_resource_fkey FOREIGN KEY (resource_id, platform_id)
        REFERENCES registry.resources (id, platform_id),
    CONSTRAINT secrets_name_check CHECK (secret_name ~ '^[A-Z][A-Z0-9_]{0,63}$'),
    CONSTRAINT secrets_status_check CHECK (status IN ('missing', 'set', 'rotating')),
    CONSTRAINT secrets_set_check CHECK (status <> 'set' OR last_set_at IS NOT NULL),
    CONSTRAINT secrets_source_check CHECK (source IN ('generated', 'provided')),
    CONSTRAINT secrets_rotation_check CHECK (rotation >= 1)
);

-- Serves the question what a platform still misses.
CREATE INDEX secrets_missing_idx ON registry.secrets (platform_id) WHERE status <> 'set';

ALTER TABLE registry.secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY secrets_tenant ON registry.secrets
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.secrets TO freehold_app;
