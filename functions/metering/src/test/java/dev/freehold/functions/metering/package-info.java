/** Metering's operations as they are called. */
@NullMarked
package dev.freehold.functions.metering;

import org.jspecify.annotations.NullMarked;
