/** Tests. */
@NullMarked
package dev.freehold.metering.snapshot;

import org.jspecify.annotations.NullMarked;
