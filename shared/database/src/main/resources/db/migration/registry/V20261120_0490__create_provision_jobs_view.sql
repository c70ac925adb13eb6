-- The registry's word for provisioning's jobs: one job, not two records of it.
-- Additive.

CREATE VIEW registry.provision_jobs WITH (security_invoker = true) AS
SELECT j.id,
       j.platform_id,
       j.entity_id,
       upper(j.type) AS operation,
       CASE
           WHEN j.status IN ('running', 'rolling_back') THEN 'running'
           WHEN j.status IN ('pending', 'completed') THEN j.status
           ELSE 'failed'
       END AS status,
       j.payload,
       s.steps,
       j.error,
       s.retry_count,
       s.max_retries,
       j.created_at,
       j.started_at,
       j.completed_at,
       j.updated_at
  FROM provisioning.jobs j
 CROSS JOIN LATERAL (
       SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'id', t.id, 'ordinal', t.ordinal, 'kind', t.kind, 'phase', t.phase,
                  'target', t.target, 'environment', t.environment, 'status', t.status,
                  'attempt', t.attempt, 'error', t.last_error) ORDER BY t.ordinal), '[]'::jsonb) AS steps,
              coalesce(sum(greatest(t.attempt - 1, 0)), 0)::integer AS retry_count,
              coalesce(max(t.max_attempts) - 1, 0) AS max_retries
         FROM provisioning.steps t WHERE t.job_id = j.id) s;

GRANT SELECT ON registry.provision_jobs TO freehold_app;
