/** The one importer of Cloudflare's API. */
@NullMarked
package dev.freehold.cloudflare;

import org.jspecify.annotations.NullMarked;
