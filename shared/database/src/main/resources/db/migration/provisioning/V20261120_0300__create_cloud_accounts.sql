-- The accounts at the cloud provider that platforms are put on.
-- Additive. Before registry.platforms, which points at it.

CREATE TABLE provisioning.cloud_accounts (
    id                   uuid        PRIMARY KEY,
    provider             text        NOT NULL,
    name                 text        NOT NULL,
    external_account_id  text        NOT NULL,
    zone_id              text        NOT NULL,
    zone_name            text        NOT NULL,
    cname_target         text        NOT NULL,
    worker_mode          text        NOT NULL,
    dispatch_namespace   text,
    routing_namespace_id text,
    credential_ref       text        NOT NULL,
    r2_credential_ref    text,
    capacity_platforms   integer,
    platforms_count      integer     NOT NULL,
    own_hostnames        text        NOT NULL,
    status               text        NOT NULL,
    broken_at            timestamptz,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    version              integer     NOT NULL,

    CONSTRAINT cloud_accounts_name_key UNIQUE (name),
    CONSTRAINT cloud_accounts_external_key UNIQUE (provider, external_account_id, zone_id),
    CONSTRAINT cloud_accounts_provider_check CHECK (provider IN ('cloudflare')),
    CONSTRAINT cloud_accounts_worker_mode_check CHECK (worker_mode IN ('direct', 'dispatch')),
    CONSTRAINT cloud_accounts_dispatch_check
        CHECK (worker_mode = 'direct'
            OR num_nonnulls(dispatch_namespace, routing_namespace_id) = 2),
    CONSTRAINT cloud_accounts_own_hostnames_check
        CHECK (own_hostnames IN ('custom_hostname', 'worker_domain')),
    CONSTRAINT cloud_accounts_status_check CHECK (status IN ('open', 'full', 'closed', 'broken')),
    CONSTRAINT cloud_accounts_capacity_check CHECK (capacity_platforms >= 0),
    CONSTRAINT cloud_accounts_count_check CHECK (platforms_count >= 0),
    CONSTRAINT cloud_accounts_broken_check CHECK (status <> 'broken' OR broken_at IS NOT NULL)
);

-- Serves provisioning.take_cloud_account: the open account with the fewest platforms.
CREATE INDEX cloud_accounts_open_idx ON provisioning.cloud_accounts (platforms_count, id)
    WHERE status = 'open';

COMMENT ON COLUMN provisioning.cloud_accounts.capacity_platforms IS 'NULL = unlimited.';
COMMENT ON COLUMN provisioning.cloud_accounts.credential_ref IS
    'The name of the secret, never the secret.';
COMMENT ON COLUMN provisioning.cloud_accounts.broken_at IS
    'Since when its credentials are refused; emptied by the sweep once it is open again and the '
    'deadlines of its jobs are moved.';

ALTER TABLE provisioning.cloud_accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY cloud_accounts_operator ON provisioning.cloud_accounts
    USING ((SELECT core.is_operator_scope()))
    WITH CHECK ((SELECT core.is_operator_scope()));

GRANT SELECT, INSERT, UPDATE ON provisioning.cloud_accounts TO freehold_app;

-- The three questions a tenant's transaction asks of this table. Each sets the operator scope for
-- its own statements and puts the former one back.

CREATE FUNCTION provisioning.cloud_account(p_id uuid)
    RETURNS SETOF provisioning.cloud_accounts
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY SELECT * FROM provisioning.cloud_accounts a WHERE a.id = p_id;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION provisioning.cloud_account(uuid) IS 'The account a platform stands on.';

CREATE FUNCTION provisioning.take_cloud_account(p_now timestamptz)
    RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    taken uuid;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT a.id INTO taken
      FROM provisioning.cloud_accounts a
     WHERE a.status = 'open'
       AND (a.capacity_platforms IS NULL OR a.platforms_count < a.capacity_platforms)
     ORDER BY a.platforms_count, a.id
     LIMIT 1
       FOR UPDATE;
    UPDATE provisioning.cloud_accounts a
       SET platforms_count = a.platforms_count + 1,
           status = CASE WHEN a.platforms_count + 1 = a.capacity_platforms THEN 'full'
                         ELSE a.status END,
           updated_at = p_now, version = a.version + 1
     WHERE a.id = taken;
    PERFORM set_config('freehold.scope', former, true);
    RETURN taken;
END
$$;

COMMENT ON FUNCTION provisioning.take_cloud_account(timestamptz) IS
    'Counts one more platform on the open account with the fewest; NULL = no account has room.';

CREATE FUNCTION provisioning.leave_cloud_account(p_id uuid, p_now timestamptz)
    RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    UPDATE provisioning.cloud_accounts a
       SET platforms_count = a.platforms_count - 1,
           status = CASE WHEN a.status = 'full' THEN 'open' ELSE a.status END,
           updated_at = p_now, version = a.version + 1
     WHERE a.id = p_id;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION provisioning.leave_cloud_account(uuid, timestamptz) IS
    'Counts one platform less, in the transaction that empties its cloud_account_id.';

REVOKE ALL ON FUNCTION provisioning.cloud_account(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION provisioning.take_cloud_account(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION provisioning.leave_cloud_account(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION provisioning.cloud_account(uuid) TO freehold_app;
GRANT EXECUTE ON FUNCTION provisioning.take_cloud_account(timestamptz) TO freehold_app;
GRANT EXECUTE ON FUNCTION provisioning.leave_cloud_account(uuid, timestamptz) TO freehold_app;
