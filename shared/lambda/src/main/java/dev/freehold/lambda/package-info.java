/** How AWS reaches us: the one place that turns events into calls and refusals into answers. */
@NullMarked
package dev.freehold.lambda;

import org.jspecify.annotations.NullMarked;
