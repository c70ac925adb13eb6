/** The one importer of the object store's client. */
@NullMarked
package dev.freehold.storage;

import org.jspecify.annotations.NullMarked;
