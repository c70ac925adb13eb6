/** Messages that leave if, and only if, their transaction commits. */
@NullMarked
package dev.freehold.kernel.outbox;

import org.jspecify.annotations.NullMarked;
