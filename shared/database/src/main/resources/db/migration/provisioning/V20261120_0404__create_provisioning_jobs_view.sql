-- NNO's shape over jobs and steps, for programs that read it.
-- Additive.

CREATE VIEW provisioning.provisioning_jobs WITH (security_invoker = true) AS
SELECT j.id,
       upper(j.type) AS type,
       j.platform_id,
       j.entity_id,
       j.feature_id,
       j.environment,
       j.plan_tier,
       j.billing_email,
       upper(j.status) AS status,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                            'id', s.id, 'ordinal', s.ordinal, 'kind', s.kind, 'phase', s.phase,
                            'target', s.target, 'environment', s.environment,
                            'status', upper(s.status), 'attempt', s.attempt,
                            'error', s.last_error) ORDER BY s.ordinal)
                   FROM provisioning.steps s WHERE s.job_id = j.id), '[]'::jsonb) AS steps,
       j.error,
       j.stack_id AS stack_instance_id,
       j.stack_version_id,
       j.shared_resources,
       coalesce((SELECT jsonb_agg(c.id ORDER BY c.id)
                   FROM provisioning.jobs c WHERE c.parent_job_id = j.id), '[]'::jsonb) AS sub_jobs,
       j.rolled_back_at,
       j.rollback_error,
       (SELECT d.id FROM provisioning.dead_letters d
         WHERE d.job_id = j.id ORDER BY d.id DESC LIMIT 1) AS dlq_entry_id,
       j.started_at,
       j.completed_at,
       j.created_at,
       j.updated_at
  FROM provisioning.jobs j;

GRANT SELECT ON provisioning.provisioning_jobs TO freehold_app;
