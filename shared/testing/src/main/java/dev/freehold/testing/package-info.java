/** Test database, events, settable clock: test scope only. */
@NullMarked
package dev.freehold.testing;

import org.jspecify.annotations.NullMarked;
