/**
 * What every trigger needs of the database: idempotency keys, runs, throttles, times it can keep.
 */
@NullMarked
package dev.freehold.kernel.edge;

import org.jspecify.annotations.NullMarked;
