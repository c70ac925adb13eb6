/** What the operations of the sandbox do on this host. */
@NullMarked
package dev.freehold.local.sandbox;

import org.jspecify.annotations.NullMarked;
