/** Every route, with what is refused before its operation is reached. */
@NullMarked
package dev.freehold.verify.routes;

import org.jspecify.annotations.NullMarked;
