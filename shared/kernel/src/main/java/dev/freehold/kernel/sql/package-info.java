/** Plain SQL in the transaction under way. */
@NullMarked
package dev.freehold.kernel.sql;

import org.jspecify.annotations.NullMarked;
