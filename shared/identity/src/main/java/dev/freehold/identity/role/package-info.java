/** Roles an organization makes for itself, and who is granted or denied what besides. */
@NullMarked
package dev.freehold.identity.role;

import org.jspecify.annotations.NullMarked;
