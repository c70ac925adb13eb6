/** Tests. */
@NullMarked
package dev.freehold.cloudflare;

import org.jspecify.annotations.NullMarked;
