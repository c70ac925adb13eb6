@NullMarked
package dev.freehold.sandbox.cloudflare;

import org.jspecify.annotations.NullMarked;
