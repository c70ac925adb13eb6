/** What requests may hold: constraints inside of generic types, and what tables can keep. */
@NullMarked
package dev.freehold.lambda.body;

import org.jspecify.annotations.NullMarked;
