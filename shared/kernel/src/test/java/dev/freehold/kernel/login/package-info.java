/** Logins of each kind. */
@NullMarked
package dev.freehold.kernel.login;

import org.jspecify.annotations.NullMarked;
