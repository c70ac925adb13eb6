/** What a caller may do. */
@NullMarked
package dev.freehold.identity.permission;

import org.jspecify.annotations.NullMarked;
