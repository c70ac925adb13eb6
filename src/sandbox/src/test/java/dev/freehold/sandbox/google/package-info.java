@NullMarked
package dev.freehold.sandbox.google;

import org.jspecify.annotations.NullMarked;
