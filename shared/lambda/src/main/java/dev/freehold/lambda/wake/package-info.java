/** Lets the database sleep: which schedules have anything to look at, asked outside of it. */
@NullMarked
package dev.freehold.lambda.wake;

import org.jspecify.annotations.NullMarked;
