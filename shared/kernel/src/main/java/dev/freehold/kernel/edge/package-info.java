/** What every trigger needs of the database: idempotency keys, runs, throttles. */
@NullMarked
package dev.freehold.kernel.edge;

import org.jspecify.annotations.NullMarked;
