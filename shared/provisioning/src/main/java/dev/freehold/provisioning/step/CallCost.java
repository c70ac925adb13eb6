package dev.freehold.provisioning.step;

/**
 * The most calls an attempt makes; taken from the buckets before it begins.
 *
 * @param content those of GitHub that create something
 */
public record CallCost(int cloud, int repositories, int content) {

  public static final CallCost NONE = new CallCost(0, 0, 0);

  /** To create, and to look when creating is refused, or the other way round. */
  public static final CallCost CREATE = cloud(3);

  /** As {@link #CREATE} where looking may take several pages. */
  public static final CallCost SEARCH = cloud(10);

  public static CallCost cloud(int calls) {
    return new CallCost(calls, 0, 0);
  }

  public static CallCost repository(int calls, int content) {
    return new CallCost(0, calls, content);
  }
}
