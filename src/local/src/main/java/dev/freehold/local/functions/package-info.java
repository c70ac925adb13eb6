/** The functions of all modules: what functions.json says of them, and how one is called. */
@NullMarked
package dev.freehold.local.functions;

import org.jspecify.annotations.NullMarked;
