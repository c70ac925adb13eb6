/** What Cloudflare says was used: GraphQL data sets and the Analytics Engine's SQL. */
@NullMarked
package dev.freehold.sandbox.cloudflare.analytics;

import org.jspecify.annotations.NullMarked;
