/** Who belongs to an organization, and as what. */
@NullMarked
package dev.freehold.identity.member;

import org.jspecify.annotations.NullMarked;
