package dev.freehold.metering.snapshot;

import static dev.freehold.metering.snapshot.SnapshotMetric.R2_CLASS_A_OPS;
import static dev.freehold.metering.snapshot.SnapshotMetric.R2_CLASS_B_OPS;

import dev.freehold.cloudflare.analytics.DataSet;
import java.util.Optional;
import java.util.Set;

/** Which metric an action at the provider counts for (metering page, 5.3). */
public final class ActionMetric {

  private static final Set<String> CLASS_A =
      Set.of(
          "ListBuckets",
          "PutBucket",
          "ListObjects",
          "PutObject",
          "CopyObject",
          "CompleteMultipartUpload",
          "CreateMultipartUpload",
          "ListMultipartUploads",
          "UploadPart",
          "UploadPartCopy",
          "ListParts",
          "LifecycleStorageTierTransition",
          "PutBucketEncryption",
          "PutBucketCors",
          "PutBucketLifecycleConfiguration");
  private static final Set<String> CLASS_B =
      Set.of(
          "GetObject",
          "HeadObject",
          "HeadBucket",
          "UsageSummary",
          "GetBucketEncryption",
          "GetBucketLocation",
          "GetBucketCors",
          "GetBucketLifecycleConfiguration");
  private static final Set<String> FREE =
      Set.of("DeleteObject", "DeleteBucket", "AbortMultipartUpload");
  private static final Set<String> KV_WRITES = Set.of("write", "delete", "list");

  private ActionMetric() {}

  /** Empty: stored, billed to nobody. */
  public static Optional<SnapshotMetric> of(DataSet set, String action) {
    return Optional.ofNullable(
        switch (set) {
          case WORKERS ->
              switch (action) {
                case "requests" -> SnapshotMetric.WORKER_INVOCATIONS;
                case "errors" -> SnapshotMetric.WORKER_ERRORS;
                default -> null;
              };
          case ANALYTICS_ENGINE ->
              switch (action) {
                case "invocations" -> SnapshotMetric.WORKER_INVOCATIONS;
                case "errors" -> SnapshotMetric.WORKER_ERRORS;
                default -> null;
              };
          case D1 ->
              switch (action) {
                case "rowsRead" -> SnapshotMetric.D1_READ_ROWS;
                case "rowsWritten" -> SnapshotMetric.D1_WRITE_ROWS;
                default -> null;
              };
          case R2_STORAGE -> SnapshotMetric.R2_STORAGE_BYTES;
          case R2_OPERATIONS ->
              CLASS_A.contains(action)
                  ? R2_CLASS_A_OPS
                  : CLASS_B.contains(action) ? R2_CLASS_B_OPS : null;
          case KV ->
              action.equals("read")
                  ? SnapshotMetric.KV_READS
                  : KV_WRITES.contains(action) ? SnapshotMetric.KV_WRITES : null;
        });
  }

  /** Whether the page names the action at all, be it as free of charge. */
  public static boolean isListed(DataSet set, String action) {
    return of(set, action).isPresent() || (set == DataSet.R2_OPERATIONS && FREE.contains(action));
  }
}
