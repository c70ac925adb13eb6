/** Stripe, Cloudflare, GitHub, mail and object store as stateful simulators speaking their real protocols. */
@NullMarked
package dev.freehold.sandbox;

import org.jspecify.annotations.NullMarked;
