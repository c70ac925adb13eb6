/** Operations about organizations, their members and invitations. */
@NullMarked
package dev.freehold.functions.identity.organization;

import org.jspecify.annotations.NullMarked;
