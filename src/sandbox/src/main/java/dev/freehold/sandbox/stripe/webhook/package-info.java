/** Events of the simulated account and their signed delivery to the one endpoint. */
@NullMarked
package dev.freehold.sandbox.stripe.webhook;

import org.jspecify.annotations.NullMarked;
