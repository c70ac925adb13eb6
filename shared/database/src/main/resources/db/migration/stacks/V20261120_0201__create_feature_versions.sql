-- The catalogue of feature packages, each version immutable once published.
-- Additive. The catalogue belongs to no organization: no policy.

CREATE TABLE stacks.feature_versions (
    id            uuid        PRIMARY KEY,
    feature_id    text        NOT NULL,
    version       text        NOT NULL,
    major         integer     NOT NULL,
    minor         integer     NOT NULL,
    patch         integer     NOT NULL,
    prerelease    text,
    kind          text        NOT NULL,
    manifest      jsonb       NOT NULL,
    bundle_key    text,
    bundle_sha256 text,
    bundle_bytes  bigint,
    sdk_version   text        NOT NULL,
    status        text        NOT NULL,
    published_by  text        NOT NULL,
    published_at  timestamptz NOT NULL,
    deprecated_at timestamptz,
    created_at    timestamptz NOT NULL,

    CONSTRAINT feature_versions_key UNIQUE (feature_id, version),
    CONSTRAINT feature_versions_feature_id_check CHECK (feature_id ~ '^[a-z][a-z0-9-]{1,27}[a-z0-9]$'),
    CONSTRAINT feature_versions_version_check CHECK (length(version) <= 64),
    CONSTRAINT feature_versions_numbers_check CHECK (major >= 0 AND minor >= 0 AND patch >= 0),
    CONSTRAINT feature_versions_kind_check CHECK (kind IN ('core', 'domain', 'client')),
    CONSTRAINT feature_versions_status_check CHECK (status IN ('active', 'deprecated')),
    CONSTRAINT feature_versions_bundle_check CHECK (num_nonnulls(bundle_key, bundle_sha256, bundle_bytes) IN (0, 3)),
    CONSTRAINT feature_versions_bundle_bytes_check CHECK (bundle_bytes > 0),
    CONSTRAINT feature_versions_bundle_sha256_check CHECK (bundle_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT feature_versions_deprecated_check CHECK ((status = 'deprecated') = (deprecated_at IS NOT NULL))
);

-- Serves "latest" and the check against every version of a major line.
CREATE INDEX feature_versions_order_idx ON stacks.feature_versions (feature_id, major, minor, patch);

COMMENT ON COLUMN stacks.feature_versions.published_by IS 'Id of the user or key that published it.';
COMMENT ON COLUMN stacks.feature_versions.bundle_key IS 'bundles/{sha256}.zip; NULL = the feature needs no service.';

GRANT SELECT, INSERT, UPDATE ON stacks.feature_versions TO freehold_app;

-- What runs was deployed from a version: only its deprecation may change.
CREATE FUNCTION stacks.refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{status,deprecated_at}'::text[]
            = to_jsonb(OLD) - '{status,deprecated_at}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '%.% is immutable but for its deprecation', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER feature_versions_immutable BEFORE UPDATE OR DELETE ON stacks.feature_versions
    FOR EACH ROW EXECUTE FUNCTION stacks.refuse_version_change();
