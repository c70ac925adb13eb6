/** The analytics client against answers as the provider gives them. */
@NullMarked
package dev.freehold.cloudflare.analytics;

import org.jspecify.annotations.NullMarked;
