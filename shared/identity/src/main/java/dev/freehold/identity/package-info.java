/** Who is calling, for which organization, and what may they do. */
@NullMarked
package dev.freehold.identity;

import org.jspecify.annotations.NullMarked;
