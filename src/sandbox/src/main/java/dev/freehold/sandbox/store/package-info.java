/**
 * An object store that speaks S3's REST protocol, path style: the product's buckets and the S3 side
 * of R2.
 */
@NullMarked
package dev.freehold.sandbox.store;

import org.jspecify.annotations.NullMarked;
