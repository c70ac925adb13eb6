/** Runs the schedules of functions.json on the movable clock. */
@NullMarked
package dev.freehold.local.schedule;

import org.jspecify.annotations.NullMarked;
