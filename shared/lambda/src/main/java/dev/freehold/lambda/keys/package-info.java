/** Where the service's keys come from. */
@NullMarked
package dev.freehold.lambda.keys;

import org.jspecify.annotations.NullMarked;
