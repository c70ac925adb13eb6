/** Tests. */
@NullMarked
package dev.freehold.metering.alert;

import org.jspecify.annotations.NullMarked;
