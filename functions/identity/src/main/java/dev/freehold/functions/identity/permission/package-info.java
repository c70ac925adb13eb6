/** Roles, grants and what somebody may do. */
@NullMarked
package dev.freehold.functions.identity.permission;

import org.jspecify.annotations.NullMarked;
