/** The local host as a process of its own, and callers of its gateway. */
@NullMarked
package dev.freehold.verify.host;

import org.jspecify.annotations.NullMarked;
