/** Operations below {@code /v1/sandbox}: the clock, faults and the buttons of the simulators. */
@NullMarked
package dev.freehold.functions.core.sandbox;

import org.jspecify.annotations.NullMarked;
