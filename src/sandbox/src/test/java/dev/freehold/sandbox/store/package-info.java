@NullMarked
package dev.freehold.sandbox.store;

import org.jspecify.annotations.NullMarked;
