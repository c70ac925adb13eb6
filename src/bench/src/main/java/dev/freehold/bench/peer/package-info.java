/** What others offer for the same work, measured beside ours in one run. */
@NullMarked
package dev.freehold.bench.peer;

import org.jspecify.annotations.NullMarked;
