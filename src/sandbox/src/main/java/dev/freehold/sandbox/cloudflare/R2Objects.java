package dev.freehold.sandbox.cloudflare;

/** The S3 side of R2, which another simulator keeps. */
public interface R2Objects {

  /** Nothing happens if it is there. */
  void makeBucket(String name);

  /** False if the bucket holds objects; true if it is gone, or never was. */
  boolean removeEmptyBucket(String name);
}
