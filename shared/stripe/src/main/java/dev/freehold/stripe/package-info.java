/** The one importer of Stripe's client. */
@NullMarked
package dev.freehold.stripe;

import org.jspecify.annotations.NullMarked;
