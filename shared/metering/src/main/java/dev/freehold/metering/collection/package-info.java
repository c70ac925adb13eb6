/** The nightly collection: accounts are read at the provider, then platforms are filled. */
@NullMarked
package dev.freehold.metering.collection;

import org.jspecify.annotations.NullMarked;
