/** Devices that are trusted not to be asked for a second step. */
@NullMarked
package dev.freehold.identity.device;

import org.jspecify.annotations.NullMarked;
