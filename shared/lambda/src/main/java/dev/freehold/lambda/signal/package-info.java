/** How the edge says what it saw: metrics inside log lines, and the trace a call belongs to. */
@NullMarked
package dev.freehold.lambda.signal;

import org.jspecify.annotations.NullMarked;
