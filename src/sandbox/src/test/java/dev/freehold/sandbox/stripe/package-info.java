/** The Stripe simulator driven by Stripe's own client. */
@NullMarked
package dev.freehold.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
