package dev.freehold.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.storage.StoreFailure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes versions of features. Looks into the store between two transactions. */
@ApplicationScoped
public class FeaturePublishing {

  private final Bundles bundles;
  private final StacksConfig config;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Audit audit;
  private final Sql sql;
  private final Clock clock;
  private final Ids ids;

  FeaturePublishing(
      Bundles bundles,
      StacksConfig config,
      Transactions transactions,
      Outbox outbox,
      Audit audit,
      Sql sql,
      Clock clock,
      Ids ids) {
    this.bundles = bundles;
    this.config = config;
    this.transactions = transactions;
    this.outbox = outbox;
    this.audit = audit;
    this.sql = sql;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * A version to be published.
   *
   * @param bundleKey null when the feature needs no service
   */
  public record NewVersion(
      String featureId,
      SemVer version,
      FeatureKind kind,
      SemVer sdkVersion,
      JsonNode manifest,
      @Nullable String bundleKey) {}

  /** Data of {@code stacks.feature_version.published}. */
  @RegisterForReflection
  record Published(String featureId, String version) {}

  /**
   * Versions of one feature are published one after another. Not within a transaction.
   *
   * @throws dev.freehold.kernel.Refusal {@code VERSION_EXISTS}, {@code VERSION_NOT_GREATER}, {@code
   *     MANIFEST_INVALID}, {@code BUNDLE_MISSING}, {@code BUNDLE_MISMATCH}, in this order; {@code
   *     UNAVAILABLE} when the store is away
   */
  public FeatureVersion publish(NewVersion wanted) {
    transactions.requiresNew(
        () -> {
          checkOrder(wanted);
          return true;
        });
    checkManifest(wanted);
    Bundles.Checked bundle = checkBundle(wanted);
    return transactions.requiresNew(() -> insert(wanted, bundle));
  }

  private static void checkOrder(NewVersion wanted) {
    List<SemVer> line =
        FeatureVersion.listLine(wanted.featureId(), wanted.version().major()).stream()
            .map(FeatureVersion::semVer)
            .toList();
    VersionOrder.check(wanted.version(), line);
  }

  private void checkManifest(NewVersion wanted) {
    var faults =
        ManifestRule.faults(wanted.featureId(), wanted.manifest(), wanted.bundleKey() != null);
    int bytes = Json.write(wanted.manifest()).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > config.manifestMaxBytes()) {
      throw StacksRefusal.MANIFEST_INVALID
          .because("the manifest is too large")
          .field("manifest", "SIZE", "at most %d bytes".formatted(config.manifestMaxBytes()));
    }
    if (!faults.isEmpty()) {
      throw StacksRefusal.MANIFEST_INVALID
          .because("the manifest has %d faults", faults.size())
          .fields(faults);
    }
  }

  private Bundles.@Nullable Checked checkBundle(NewVersion wanted) {
    JsonNode worker = wanted.manifest().get("worker");
    if (worker == null || worker.isNull()) {
      return null;
    }
    String key = wanted.bundleKey();
    if (key == null) {
      throw StacksRefusal.BUNDLE_MISSING.because("a feature with a worker needs a bundle");
    }
    Bundles.Checked bundle = checkInStore(key);
    String main = worker.get("mainModule").textValue();
    if (!bundle.content().modules().containsKey(main)) {
      throw StacksRefusal.BUNDLE_MISMATCH.because("%s is not in the bundle", main);
    }
    return bundle;
  }

  private Bundles.Checked checkInStore(String key) {
    try {
      return bundles.check(key);
    } catch (StoreFailure away) {
      throw KernelRefusal.UNAVAILABLE
          .because("the store is away")
          .retryAfter(Duration.ofSeconds(5));
    }
  }

  private FeatureVersion insert(NewVersion wanted, Bundles.@Nullable Checked bundle) {
    sql.first(
        "SELECT pg_advisory_xact_lock(hashtextextended('stacks.features:' || ?, 0)) AS locked",
        row -> true,
        wanted.featureId());
    checkOrder(wanted);
    FeatureVersion version = row(wanted, bundle);
    version.persist();
    outbox.send(
        Message.event("stacks.feature_version.published")
            .data(new Published(version.featureId, version.number)));
    var after = new HashMap<String, Object>();
    after.put("version", version.number);
    after.put("kind", version.kind.word());
    if (version.bundleSha256 != null) {
      after.put("bundleSha256", version.bundleSha256);
    }
    audit.add(
        AuditEntry.of(
                "stacks",
                "feature_version.publish",
                "feature_version",
                version.featureId + "@" + version.number)
            .organization(AuditEntry.OPERATORS)
            .after(after));
    return version;
  }

  private FeatureVersion row(NewVersion wanted, Bundles.@Nullable Checked bundle) {
    var version = new FeatureVersion();
    version.id = ids.next();
    version.createdAt = clock.instant();
    version.featureId = wanted.featureId();
    version.semVer(wanted.version());
    version.kind = wanted.kind();
    version.manifest = Json.write(wanted.manifest());
    version.sdkVersion = wanted.sdkVersion().toString();
    version.status = FeatureVersion.Status.ACTIVE;
    version.publishedBy = Call.current().actor().id();
    version.publishedAt = version.createdAt;
    if (bundle != null) {
      version.bundleKey = wanted.bundleKey();
      version.bundleSha256 = bundle.sha256();
      version.bundleBytes = bundle.bytes();
    }
    return version;
  }
}
