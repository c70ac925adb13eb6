package dev.freehold.metering.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.cloudflare.analytics.DataSet;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionMetricTest {

  @ParameterizedTest
  @CsvSource({
    "WORKERS, requests, worker_invocations, true",
    "WORKERS, errors, worker_errors, true",
    "ANALYTICS_ENGINE, invocations, worker_invocations, true",
    "D1, rowsRead, d1_read_rows, true",
    "D1, rowsWritten, d1_write_rows, true",
    "R2_STORAGE, bytes, r2_storage_bytes, true",
    "R2_OPERATIONS, PutObject, r2_class_a_ops, true",
    "R2_OPERATIONS, LifecycleStorageTierTransition, r2_class_a_ops, true",
    "R2_OPERATIONS, GetObject, r2_class_b_ops, true",
    "R2_OPERATIONS, UsageSummary, r2_class_b_ops, true",
    "R2_OPERATIONS, DeleteObject, none, true",
    "R2_OPERATIONS, AbortMultipartUpload, none, true",
    "R2_OPERATIONS, SomethingNew, none, false",
    "KV, read, kv_reads, true",
    "KV, list, kv_writes, true",
    "KV, delete, kv_writes, true",
    "KV, bulk, none, false"
  })
  void actionCountsForOneMetricOrNone(DataSet set, String action, String slug, boolean listed) {
    assertThat(ActionMetric.of(set, action).map(SnapshotMetric::slug).orElse("none"))
        .isEqualTo(slug.toLowerCase(Locale.ROOT));
    assertThat(ActionMetric.isListed(set, action)).isEqualTo(listed);
  }
}
