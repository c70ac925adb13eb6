/** Alarms, runbooks, pages and workflows: what people operate by, held against what there is. */
@NullMarked
package dev.freehold.verify.operating;

import org.jspecify.annotations.NullMarked;
