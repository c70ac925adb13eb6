/**
 * Stripe as the sandbox has it: the objects of one test account, what Stripe does to them by itself
 * when time passes, its checkout page, and the buttons of the local host.
 */
@NullMarked
package dev.freehold.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
