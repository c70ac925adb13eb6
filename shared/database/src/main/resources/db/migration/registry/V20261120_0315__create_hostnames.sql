-- Hostnames: ours, and the customers' own that show one of ours. Both are watched by one poller.
-- Additive.

CREATE TABLE registry.dns_records (
    id                uuid        PRIMARY KEY,
    organization_id   uuid        NOT NULL,
    platform_id       uuid        NOT NULL,
    stack_id          uuid        NOT NULL,
    resource_id       uuid        NOT NULL,
    hostname          text        NOT NULL,
    target_type       text        NOT NULL,
    environment       text        NOT NULL,
    cloud_record_id   text,
    cloud_hostname_id text,
    cloud_route_id    text,
    status            text        NOT NULL,
    check_count       integer     NOT NULL,
    next_check_at     timestamptz,
    last_error        text,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    deleted_at        timestamptz,

    CONSTRAINT dns_records_id_platform_key UNIQUE (id, platform_id),
    CONSTRAINT dns_records_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT dns_records_stack_fkey FOREIGN KEY (stack_id, platform_id)
        REFERENCES registry.stacks (id, platform_id),
    CONSTRAINT dns_records_resource_fkey FOREIGN KEY (resource_id, platform_id)
        REFERENCES registry.resources (id, platform_id),
    CONSTRAINT dns_records_hostname_check CHECK (hostname = lower(hostname) AND length(hostname) BETWEEN 4 AND 253),
    CONSTRAINT dns_records_target_type_check CHECK (target_type IN ('worker', 'pages')),
    CONSTRAINT dns_records_environment_check CHECK (environment IN ('production', 'staging')),
    CONSTRAINT dns_records_status_check CHECK (status IN ('pending', 'active', 'failed', 'deleted')),
    CONSTRAINT dns_records_check_count_check CHECK (check_count >= 0),
    CONSTRAINT dns_records_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

CREATE UNIQUE INDEX dns_records_hostname_key ON registry.dns_records (hostname) WHERE deleted_at IS NULL;
-- Serves the list of one platform.
CREATE INDEX dns_records_platform_idx ON registry.dns_records (platform_id, id DESC) WHERE deleted_at IS NULL;
-- Serve the hostnames of one stack, of one resource.
CREATE INDEX dns_records_stack_idx ON registry.dns_records (stack_id);
CREATE INDEX dns_records_resource_idx ON registry.dns_records (resource_id);
-- Serves provisioning-poll-ssl.
CREATE INDEX dns_records_due_idx ON registry.dns_records (next_check_at) WHERE status = 'pending';

COMMENT ON COLUMN registry.dns_records.next_check_at IS 'NULL until the hostname exists at the provider.';

ALTER TABLE registry.dns_records ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY dns_records_tenant ON registry.dns_records
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.dns_records TO freehold_app;

CREATE TABLE registry.custom_domains (
    id                uuid        PRIMARY KEY,
    organization_id   uuid        NOT NULL,
    platform_id       uuid        NOT NULL,
    dns_record_id     uuid        NOT NULL,
    hostname          text        NOT NULL,
    target_dns        text        NOT NULL,
    cloud_hostname_id text,
    cloud_route_id    text,
    ssl_status        text        NOT NULL,
    status            text        NOT NULL,
    verification      jsonb       NOT NULL,
    verified_at       timestamptz,
    check_count       integer     NOT NULL,
    next_check_at     timestamptz,
    last_error        text,
    last_job_id       uuid,
    version           integer     NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    deleted_at        timestamptz,

    CONSTRAINT custom_domains_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT custom_domains_dns_record_fkey FOREIGN KEY (dns_record_id, platform_id)
        REFERENCES registry.dns_records (id, platform_id),
    CONSTRAINT custom_domains_hostname_check CHECK (hostname = lower(hostname)
        AND length(hostname) BETWEEN 4 AND 253 AND position('*' IN hostname) = 0),
    CONSTRAINT custom_domains_ssl_status_check CHECK (ssl_status IN ('pending', 'active', 'failed')),
    CONSTRAINT custom_domains_status_check CHECK (status IN ('pending', 'active', 'failed', 'deleted')),
    CONSTRAINT custom_domains_check_count_check CHECK (check_count >= 0),
    CONSTRAINT custom_domains_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

-- A failed claim blocks nobody.
CREATE UNIQUE INDEX custom_domains_hostname_key ON registry.custom_domains (hostname)
    WHERE status IN ('pending', 'active');
-- Serves the list of one platform.
CREATE INDEX custom_domains_platform_idx ON registry.custom_domains (platform_id, id DESC);
-- Serves the question whether one of our hostnames is shown.
CREATE INDEX custom_domains_dns_record_idx ON registry.custom_domains (dns_record_id);
-- Serves provisioning-poll-ssl.
CREATE INDEX custom_domains_due_idx ON registry.custom_domains (next_check_at)
    WHERE status IN ('pending', 'active');

COMMENT ON COLUMN registry.custom_domains.verified_at IS 'Hostname and certificate first active.';

ALTER TABLE registry.custom_domains ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY custom_domains_tenant ON registry.custom_domains
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.custom_domains TO freehold_app;
