/**
 * The one place that speaks to Stripe: calls, objects as far as Freehold reads them, signatures.
 *
 * <p>Stripe's own Java client is used in tests only, as the measure: it binds every answer to one
 * of a thousand classes by reflection, which a native image would have to register, and weighs more
 * than the function it would stand in.
 */
@NullMarked
package dev.freehold.stripe;

import org.jspecify.annotations.NullMarked;
