/** A platform's life: its states, its holds, and who may change what when. */
@NullMarked
package dev.freehold.registry.platform;

import org.jspecify.annotations.NullMarked;
