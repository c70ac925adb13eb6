/** Mail as its providers get it. */
@NullMarked
package dev.freehold.mail;

import org.jspecify.annotations.NullMarked;
