package dev.freehold.stacks;

import dev.freehold.kernel.IdentifiedRow;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A published version of a feature. Nothing of it changes but its deprecation. */
@Entity
@Table(schema = "stacks", name = "feature_versions")
public class FeatureVersion extends IdentifiedRow {

  /** States of a version. */
  @RegisterForReflection
  public enum Status {
    ACTIVE,
    DEPRECATED;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  }

  @Column(updatable = false)
  public String featureId;

  @Column(name = "version", updatable = false)
  public String number;

  @Column(updatable = false)
  int major;

  @Column(updatable = false)
  int minor;

  @Column(updatable = false)
  int patch;

  @Column(updatable = false)
  @Nullable String prerelease;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  public FeatureKind kind;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(updatable = false)
  public String manifest;

  /** {@code bundles/{sha256}.zip}; null = the feature needs no service. */
  @Column(updatable = false)
  public @Nullable String bundleKey;

  @Column(updatable = false)
  public @Nullable String bundleSha256;

  @Column(updatable = false)
  public @Nullable Long bundleBytes;

  @Column(updatable = false)
  public String sdkVersion;

  @Enumerated(EnumType.STRING)
  public Status status;

  @Column(updatable = false)
  public String publishedBy;

  @Column(updatable = false)
  public Instant publishedAt;

  public @Nullable Instant deprecatedAt;

  SemVer semVer() {
    return new SemVer(major, minor, patch, prerelease);
  }

  void semVer(SemVer version) {
    number = version.toString();
    major = version.major();
    minor = version.minor();
    patch = version.patch();
    prerelease = version.prerelease();
  }

  static Optional<FeatureVersion> findByNumber(String featureId, String number) {
    return FeatureVersion.<FeatureVersion>find("featureId = ?1 and number = ?2", featureId, number)
        .firstResultOptional();
  }

  /** The highest active version without prerelease; without one the highest active prerelease. */
  static Optional<FeatureVersion> findLatest(String featureId) {
    Optional<FeatureVersion> release =
        FeatureVersion.<FeatureVersion>find(
                "featureId = ?1 and status = ?2 and prerelease is null",
                Sort.descending("major", "minor", "patch"),
                featureId,
                Status.ACTIVE)
            .firstResultOptional();
    return release.isPresent() ? release : findLatestPrerelease(featureId);
  }

  private static Optional<FeatureVersion> findLatestPrerelease(String featureId) {
    return FeatureVersion.<FeatureVersion>list(
            "featureId = ?1 and status = ?2", featureId, Status.ACTIVE)
        .stream()
        .max(Comparator.comparing(FeatureVersion::semVer));
  }

  /** All of one major line, deprecated ones too. */
  static List<FeatureVersion> listLine(String featureId, int major) {
    return FeatureVersion.list("featureId = ?1 and major = ?2", featureId, major);
  }
}
