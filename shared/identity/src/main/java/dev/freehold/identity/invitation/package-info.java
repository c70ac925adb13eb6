/** Invitations into an organization: sent, reminded of, answered. */
@NullMarked
package dev.freehold.identity.invitation;

import org.jspecify.annotations.NullMarked;
