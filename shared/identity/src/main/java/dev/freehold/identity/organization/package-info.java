/** Organizations and their members. */
@NullMarked
package dev.freehold.identity.organization;

import org.jspecify.annotations.NullMarked;
