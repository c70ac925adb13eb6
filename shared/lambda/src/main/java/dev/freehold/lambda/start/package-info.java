/** What is looked at before the first call. */
@NullMarked
package dev.freehold.lambda.start;

import org.jspecify.annotations.NullMarked;
