/** What no compiler sees: names, sizes, messages without an end, pages that must be there. */
@NullMarked
package dev.freehold.verify.tidy;

import org.jspecify.annotations.NullMarked;
