/** The one importer of the client that tells operators of trouble. */
@NullMarked
package dev.freehold.alerts;

import org.jspecify.annotations.NullMarked;
