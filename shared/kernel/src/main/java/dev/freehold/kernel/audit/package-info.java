/** Who changed what, in one hash chain per organization. */
@NullMarked
package dev.freehold.kernel.audit;

import org.jspecify.annotations.NullMarked;
