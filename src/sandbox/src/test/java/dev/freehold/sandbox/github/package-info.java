@NullMarked
package dev.freehold.sandbox.github;

import org.jspecify.annotations.NullMarked;
