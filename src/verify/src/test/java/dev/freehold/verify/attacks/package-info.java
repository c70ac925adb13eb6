/** What an attacker would try over HTTP, against a whole host. */
@NullMarked
package dev.freehold.verify.attacks;

import org.jspecify.annotations.NullMarked;
