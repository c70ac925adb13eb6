/** All functions in one process on a real PostgreSQL, with gateway, queues and schedule. */
@NullMarked
package dev.freehold.local;

import org.jspecify.annotations.NullMarked;
