/** Ways in without the password: a mailed link, and setting a new one. */
@NullMarked
package dev.freehold.identity.recovery;

import org.jspecify.annotations.NullMarked;
