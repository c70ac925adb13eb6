/** Tests of the way to operators. */
@NullMarked
package dev.freehold.alerts;

import org.jspecify.annotations.NullMarked;
