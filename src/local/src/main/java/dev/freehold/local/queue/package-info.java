/** Queues that survive the process, spoken to by the real SQS client; and the readers of them. */
@NullMarked
package dev.freehold.local.queue;

import org.jspecify.annotations.NullMarked;
