/** Mail: a domain asks, the kernel delivers. */
@NullMarked
package dev.freehold.kernel.mail;

import org.jspecify.annotations.NullMarked;
