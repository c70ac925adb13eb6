/** Ways to sign in: the password and the providers' accounts a person has linked. */
@NullMarked
package dev.freehold.identity.provider;

import org.jspecify.annotations.NullMarked;
