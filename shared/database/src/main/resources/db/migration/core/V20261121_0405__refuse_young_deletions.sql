-- The retention's own login deletes only what is past the shortest retention its table may have.
-- Additive: nothing of the product deletes younger rows.

-- The database's own time, not the caller's: what asks for a deletion does not say how old a row is.
CREATE OR REPLACE FUNCTION core.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written timestamptz;
    kept    interval := CASE TG_TABLE_SCHEMA WHEN 'identity' THEN interval '90 days' ELSE interval '365 days' END;
BEGIN
    IF TG_OP = 'DELETE' AND session_user = 'freehold_retention' THEN
        written := coalesce(to_jsonb(OLD) ->> 'occurred_at', to_jsonb(OLD) ->> 'created_at')::timestamptz;
        IF written < now() - kept THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
