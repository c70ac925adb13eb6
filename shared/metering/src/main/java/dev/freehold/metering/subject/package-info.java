/** Whose usage a caller asks about. */
@NullMarked
package dev.freehold.metering.subject;

import org.jspecify.annotations.NullMarked;
