@NullMarked
package dev.freehold.sandbox.mail;

import org.jspecify.annotations.NullMarked;
