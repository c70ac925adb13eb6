package dev.freehold.cloudflare.analytics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be asked for: its name at the provider, its key and its sums. */
public enum DataSet {
  WORKERS("workersInvocationsAdaptive", "scriptName", Form.SUMS, "requests", "errors"),
  D1("d1AnalyticsAdaptiveGroups", "databaseId", Form.SUMS, "rowsRead", "rowsWritten"),
  R2_STORAGE("r2StorageAdaptiveGroups", "bucketName", Form.LEVEL, "payloadSize", "metadataSize"),
  R2_OPERATIONS("r2OperationsAdaptiveGroups", "bucketName", Form.ACTIONS, "requests"),
  KV("kvOperationsAdaptiveGroups", "namespaceId", Form.ACTIONS, "requests"),
  /** Our own data points: one row per platform key, not per script. */
  ANALYTICS_ENGINE("analyticsEngine", "platform", Form.SQL, "invocations", "errors");

  private enum Form {
    SUMS,
    LEVEL,
    ACTIONS,
    SQL
  }

  private final String providerName;
  private final String keyName;
  private final Form form;
  private final List<String> sums;

  DataSet(String providerName, String keyName, Form form, String... sums) {
    this.providerName = providerName;
    this.keyName = keyName;
    this.form = form;
    this.sums = List.of(sums);
  }

  /** The provider's name, by which measurements are stored. */
  public String providerName() {
    return providerName;
  }

  public static Optional<DataSet> byProviderName(String name) {
    return Arrays.stream(values()).filter(set -> set.providerName.equals(name)).findFirst();
  }

  String keyName() {
    return keyName;
  }

  List<String> sums() {
    return sums;
  }

  /** One row per key and action type. */
  boolean hasActions() {
    return form == Form.ACTIONS;
  }

  /** A level, not a sum: its parts are added up to one amount named {@code bytes}. */
  boolean isLevel() {
    return form == Form.LEVEL;
  }

  boolean isSql() {
    return form == Form.SQL;
  }
}
