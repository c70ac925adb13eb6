/** What platforms used per day: the amounts, where they come from, and how they are read. */
@NullMarked
package dev.freehold.metering.snapshot;

import org.jspecify.annotations.NullMarked;
