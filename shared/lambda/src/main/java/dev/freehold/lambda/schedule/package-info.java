/** When a schedule is due. */
@NullMarked
package dev.freehold.lambda.schedule;

import org.jspecify.annotations.NullMarked;
