/**
 * How Stripe speaks, whatever is spoken of: form parameters, error objects, ids, lists, expansion,
 * idempotency keys, and the objects themselves as rows.
 */
@NullMarked
package dev.freehold.sandbox.stripe.api;

import org.jspecify.annotations.NullMarked;
