/** Rules about the whole that no compiler sees. */
@NullMarked
package dev.freehold.verify;

import org.jspecify.annotations.NullMarked;
