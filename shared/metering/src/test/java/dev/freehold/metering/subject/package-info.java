/** Tests. */
@NullMarked
package dev.freehold.metering.subject;

import org.jspecify.annotations.NullMarked;
