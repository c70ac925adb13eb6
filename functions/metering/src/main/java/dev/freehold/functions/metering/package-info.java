/** Entry points of metering: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.metering;

import org.jspecify.annotations.NullMarked;
