/**
 * Stateful simulators of the outside services, speaking their real protocols on loopback: a plain
 * library without a domain, constructed by the local host and by the clients' tests.
 */
@NullMarked
package dev.freehold.sandbox;

import org.jspecify.annotations.NullMarked;
