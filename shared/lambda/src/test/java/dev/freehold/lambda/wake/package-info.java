@NullMarked
package dev.freehold.lambda.wake;

import org.jspecify.annotations.NullMarked;
