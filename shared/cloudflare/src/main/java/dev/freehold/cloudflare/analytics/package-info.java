/** What resources at Cloudflare were used for, per day: GraphQL analytics and Analytics Engine. */
@NullMarked
package dev.freehold.cloudflare.analytics;

import org.jspecify.annotations.NullMarked;
