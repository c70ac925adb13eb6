/** Rules and services of metering, on a real database. */
@NullMarked
package dev.freehold.metering;

import org.jspecify.annotations.NullMarked;
