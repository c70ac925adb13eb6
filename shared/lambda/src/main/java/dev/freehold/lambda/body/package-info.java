/** How constraints reach into the types of requests. */
@NullMarked
package dev.freehold.lambda.body;

import org.jspecify.annotations.NullMarked;
