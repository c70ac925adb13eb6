/** Tests. */
@NullMarked
package dev.freehold.metering.collection;

import org.jspecify.annotations.NullMarked;
