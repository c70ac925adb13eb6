-- What readiness asks: the newest migration that ran. The history itself stays the owner's.
-- Additive.

CREATE FUNCTION core.schema_version() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT version FROM core.flyway_history
            WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1);
END
$$;
REVOKE ALL ON FUNCTION core.schema_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.schema_version() TO freehold_app;
