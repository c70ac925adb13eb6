/** The main job with faults: killed, doubled, shuffled, forged. */
@NullMarked
package dev.freehold.verify.scenarios;

import org.jspecify.annotations.NullMarked;
