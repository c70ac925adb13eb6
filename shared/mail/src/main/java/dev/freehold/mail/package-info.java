/** The one importer of mail providers' clients. */
@NullMarked
package dev.freehold.mail;

import org.jspecify.annotations.NullMarked;
