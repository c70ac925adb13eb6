/** A customer's way to an active platform. */
@NullMarked
package dev.freehold.registry.onboarding;

import org.jspecify.annotations.NullMarked;
