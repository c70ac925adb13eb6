/** Tests of the triggers of provisioning. */
@NullMarked
package dev.freehold.functions.provisioning;

import org.jspecify.annotations.NullMarked;
