/** Addresses of people: added, proved, made primary, removed; and which mails they want. */
@NullMarked
package dev.freehold.identity.email;

import org.jspecify.annotations.NullMarked;
