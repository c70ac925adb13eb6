-- A price of a draft may go: what points to it is looked for.
-- Additive.

CREATE INDEX subscriptions_plan_price_idx ON billing.subscriptions (plan_price_id);
CREATE INDEX orders_plan_price_idx ON billing.orders (plan_price_id);
CREATE INDEX prices_plan_price_idx ON billing.prices (plan_price_id);
