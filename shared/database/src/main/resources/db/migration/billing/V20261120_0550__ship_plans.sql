-- The plans Freehold ships, still unpublished: allowances and overage prices join them before that.
-- Additive. Changed later by publishing a version, never here.

INSERT INTO billing.plans
    (id, kind, code, name, description, rank, recommended, auto_start, sort_order, created_at, updated_at)
SELECT id::uuid, kind, code, name, description, rank, recommended, auto_start, sort_order,
       '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'
FROM (VALUES
    ('019b7700-0000-7000-8000-000000000101', 'platform', 'starter', 'Starter',
     'One platform to begin with.', 10, false, false, 10),
    ('019b7700-0000-7000-8000-000000000102', 'platform', 'growth', 'Growth',
     'Several platforms and more use.', 20, true, false, 20),
    ('019b7700-0000-7000-8000-000000000103', 'platform', 'scale', 'Scale',
     'No limits of number, the most use.', 30, false, false, 30),
    ('019b7700-0000-7000-8000-000000000111', 'pool', 'free', 'Free',
     'A small pool for trying.', 0, false, true, 10),
    ('019b7700-0000-7000-8000-000000000112', 'pool', 'dev', 'Dev',
     'A pool for side projects.', 10, false, false, 20),
    ('019b7700-0000-7000-8000-000000000113', 'pool', 'pro', 'Pro',
     'A pool for production.', 20, true, false, 30),
    ('019b7700-0000-7000-8000-000000000114', 'pool', 'max', 'Max',
     'A large pool.', 30, false, false, 40),
    ('019b7700-0000-7000-8000-000000000115', 'pool', 'enterprise', 'Enterprise',
     'The largest pool.', 40, false, false, 50),
    ('019b7700-0000-7000-8000-000000000121', 'organization', 'free', 'Free',
     'What every organization has.', 0, false, true, 10),
    ('019b7700-0000-7000-8000-000000000131', 'credits_pack', 'credits_1000', '1,000 credits',
     'Valid for 30 days.', 0, false, false, 10))
    AS shipped (id, kind, code, name, description, rank, recommended, auto_start, sort_order);

INSERT INTO billing.plan_versions
    (id, plan_id, number, trial_days, credits_included, credits_valid_days, pool_ram_mb,
     pool_cpu_millicores, pool_bandwidth_gb, limits, features, highlights, created_at)
SELECT replace(plan, '-0000000001', '-0000000002')::uuid, plan::uuid, 1, trial_days, credits,
       valid_days, ram, cpu, bandwidth, limits::jsonb, features::jsonb, highlights::jsonb,
       '2026-01-01T00:00:00Z'
FROM (VALUES
    ('019b7700-0000-7000-8000-000000000101', 14, 0, NULL, NULL, NULL, NULL,
     '{"platforms":1,"tenants":3,"features":5}', '["support_community"]',
     '["1 platform, 3 tenants","5 features","Support by the community"]'),
    ('019b7700-0000-7000-8000-000000000102', 14, 0, NULL, NULL, NULL, NULL,
     '{"platforms":3,"tenants":20,"features":null}', '["support_email_48h"]',
     '["3 platforms, 20 tenants","All features","Support by e-mail within 48 hours"]'),
    ('019b7700-0000-7000-8000-000000000103', 14, 0, NULL, NULL, NULL, NULL,
     '{"platforms":null,"tenants":null,"features":null}', '["support_priority_4h"]',
     '["Unlimited platforms and tenants","All features","Support within 4 hours"]'),
    ('019b7700-0000-7000-8000-000000000111', 0, 0, NULL, 512, 500, 50,
     '{}', '["auto_deploy"]', '["512 MB, half a CPU","50 GB of traffic"]'),
    ('019b7700-0000-7000-8000-000000000112', 0, 0, NULL, 2048, 1500, 250, '{}',
     '["auto_deploy","custom_domains","managed_databases","sleep_bypass"]',
     '["2 GB, 1.5 CPUs","250 GB of traffic"]'),
    ('019b7700-0000-7000-8000-000000000113', 0, 0, NULL, 6144, 4000, 1000, '{}',
     '["auto_deploy","custom_domains","managed_databases","sleep_bypass","preview_deployments"]',
     '["6 GB, 4 CPUs","1 TB of traffic"]'),
    ('019b7700-0000-7000-8000-000000000114', 0, 0, NULL, 12288, 8000, 2500, '{}',
     '["auto_deploy","custom_domains","managed_databases","sleep_bypass","preview_deployments"]',
     '["12 GB, 8 CPUs","2.5 TB of traffic"]'),
    ('019b7700-0000-7000-8000-000000000115', 0, 0, NULL, 32768, 16000, 10000, '{}',
     '["auto_deploy","custom_domains","managed_databases","sleep_bypass","preview_deployments"]',
     '["32 GB, 16 CPUs","10 TB of traffic"]'),
    ('019b7700-0000-7000-8000-000000000121', 0, 0, NULL, NULL, NULL, NULL, '{}', '[]', '[]'),
    ('019b7700-0000-7000-8000-000000000131', 0, 1000, 30, NULL, NULL, NULL, '{}', '[]',
     '["1,000 credits","Valid for 30 days"]'))
    AS shipped (plan, trial_days, credits, valid_days, ram, cpu, bandwidth, limits, features,
                highlights);

INSERT INTO billing.plan_prices (id, plan_version_id, interval, currency, amount, created_at)
SELECT replace(plan, '-0000000001', '-0000000003')::uuid,
       replace(plan, '-0000000001', '-0000000002')::uuid, interval, 'usd', amount,
       '2026-01-01T00:00:00Z'
FROM (VALUES
    ('019b7700-0000-7000-8000-000000000101', 'month', 4900),
    ('019b7700-0000-7000-8000-000000000102', 'month', 19900),
    ('019b7700-0000-7000-8000-000000000103', 'month', 79900),
    ('019b7700-0000-7000-8000-000000000111', 'month', 0),
    ('019b7700-0000-7000-8000-000000000112', 'month', 500),
    ('019b7700-0000-7000-8000-000000000113', 'month', 1200),
    ('019b7700-0000-7000-8000-000000000114', 'month', 2500),
    ('019b7700-0000-7000-8000-000000000115', 'month', 10000),
    ('019b7700-0000-7000-8000-000000000121', 'month', 0),
    ('019b7700-0000-7000-8000-000000000131', 'one_time', 1000))
    AS shipped (plan, interval, amount);

UPDATE billing.plans SET fallback_plan_id = '019b7700-0000-7000-8000-000000000111'
WHERE kind = 'pool' AND code <> 'free';
