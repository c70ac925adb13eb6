/** Files made from the code: functions.json, the OpenAPI document, the reference pages. */
@NullMarked
package dev.freehold.verify.generated;

import org.jspecify.annotations.NullMarked;
