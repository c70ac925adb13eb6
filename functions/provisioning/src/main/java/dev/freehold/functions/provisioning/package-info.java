/** Entry points of provisioning: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.provisioning;

import org.jspecify.annotations.NullMarked;
