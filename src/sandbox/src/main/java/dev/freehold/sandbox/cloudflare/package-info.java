/**
 * Cloudflare's API as far as provisioning and metering call it: one account's names are unique,
 * what is bound cannot be deleted, hostnames and builds take their time.
 */
@NullMarked
package dev.freehold.sandbox.cloudflare;

import org.jspecify.annotations.NullMarked;
