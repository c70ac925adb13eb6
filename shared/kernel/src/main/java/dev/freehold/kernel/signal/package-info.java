/** What a call tells operators: its figures, and the trace it belongs to. */
@NullMarked
package dev.freehold.kernel.signal;

import org.jspecify.annotations.NullMarked;
