package dev.freehold.stacks;

import dev.freehold.kernel.Hashes;
import dev.freehold.storage.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Bundles in the store. A bundle's key is its hash, so what was published is what is deployed, or
 * nothing is. Calls the store: never from within a transaction.
 */
@ApplicationScoped
public class Bundles {

  /** The form of a key, for the validation of requests too. */
  public static final String KEY_PATTERN = "bundles/[0-9a-f]{64}\\.zip";

  private static final Pattern KEY = Pattern.compile("bundles/([0-9a-f]{64})\\.zip");

  private final Store store;
  private final StacksConfig config;
  private final Clock clock;

  Bundles(Store store, StacksConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /** Where a bundle may be put, and until when. */
  public record Upload(String key, URI uploadUrl, Instant expiresAt) {}

  /**
   * @param sha256 hex, lower case
   * @param bytes of the zip, at most {@code freehold.stacks.bundle-max-bytes}
   */
  public Upload createUpload(String sha256, long bytes) {
    String key = "bundles/" + sha256 + ".zip";
    Instant expiresAt = clock.instant().plus(config.uploadTtl());
    return new Upload(key, store.uploadUrl(key, bytes, config.uploadTtl()), expiresAt);
  }

  /** A bundle whose hash was found to be its key's. */
  record Checked(String sha256, long bytes, Bundle content) {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code BUNDLE_MISSING}, {@code BUNDLE_MISMATCH}
   * @throws dev.freehold.storage.StoreFailure when the store is away
   */
  Checked check(String key) {
    var form = KEY.matcher(key);
    var size = form.matches() ? store.head(key) : OptionalLong.empty();
    if (size.isEmpty()) {
      throw missing(key);
    }
    if (size.getAsLong() > config.bundleMaxBytes()) {
      throw StacksRefusal.BUNDLE_MISMATCH.because(
          "%s has %d bytes, %d are allowed", key, size.getAsLong(), config.bundleMaxBytes());
    }
    byte[] zip = store.get(key).orElseThrow(() -> missing(key));
    String sha256 = HexFormat.of().formatHex(Hashes.sha256(zip));
    if (!sha256.equals(form.group(1))) {
      throw StacksRefusal.BUNDLE_MISMATCH.because("the SHA-256 of %s is another", key);
    }
    return new Checked(sha256, zip.length, BundleFormat.read(zip));
  }

  private static RuntimeException missing(String key) {
    return StacksRefusal.BUNDLE_MISSING.because("there is no bundle %s", key);
  }

  /**
   * The content of a published feature's bundle, proven to be what was published.
   *
   * @throws dev.freehold.kernel.Refusal {@code BUNDLE_MISSING}, also for a feature without one;
   *     {@code BUNDLE_MISMATCH}
   * @throws dev.freehold.storage.StoreFailure when the store is away
   */
  public Bundle read(PublishedFeature feature) {
    String key = feature.bundleKey();
    if (key == null) {
      throw StacksRefusal.BUNDLE_MISSING.because("%s needs no service", feature.featureId());
    }
    return check(key).content();
  }
}
