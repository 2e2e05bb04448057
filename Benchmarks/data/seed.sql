-- The rows of W4: a hundred thousand users with figures that can be computed from the number of the user.
DROP TABLE IF EXISTS bench_user_token_stats;
CREATE TABLE bench_user_token_stats (
    user_id text PRIMARY KEY,
    total_tokens integer NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cost_micro_usd text NOT NULL,
    updated_at text NOT NULL
);
INSERT INTO bench_user_token_stats
SELECT 'user-' || i, i * 3, i * 2, i, (i * 17)::text, '2026-11-20T08:00:00Z'
FROM generate_series(1, 100000) AS i;
VACUUM ANALYZE bench_user_token_stats;

-- The same rows as Belvedere's read models keep them: under a tenant, which every read names, in the first generation
-- of their table, which is read through a view.
DROP VIEW IF EXISTS bench_read_model;
DROP TABLE IF EXISTS bench_read_model_g1;
CREATE TABLE bench_read_model_g1 (
    tenant_id text NOT NULL,
    user_id text NOT NULL,
    total_tokens bigint NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cost_micro_usd text NOT NULL,
    updated_at text NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
INSERT INTO bench_read_model_g1
SELECT 'bench', user_id, total_tokens, prompt_tokens, completion_tokens, cost_micro_usd, updated_at
FROM bench_user_token_stats;
CREATE VIEW bench_read_model AS
SELECT tenant_id, user_id, total_tokens, prompt_tokens, completion_tokens, cost_micro_usd, updated_at
FROM bench_read_model_g1;
VACUUM ANALYZE bench_read_model_g1;
