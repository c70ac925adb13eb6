/** Functions for addresses and the mails they want. */
@NullMarked
package dev.freehold.functions.identity.email;

import org.jspecify.annotations.NullMarked;
