/** Functions for authenticators and trusted devices. */
@NullMarked
package dev.freehold.functions.identity.factor;

import org.jspecify.annotations.NullMarked;
