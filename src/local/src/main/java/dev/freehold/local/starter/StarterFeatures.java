package dev.freehold.local.starter;

import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Transactions;
import dev.freehold.stacks.FeatureKind;
import dev.freehold.stacks.FeaturePublishing;
import dev.freehold.stacks.FeatureVersions;
import dev.freehold.stacks.SemVer;
import dev.freehold.storage.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** {@code auth}, which every platform gets, and a sample; from the class path's starter folder. */
@ApplicationScoped
class StarterFeatures {

  private static final SemVer VERSION = SemVer.of("1.0.0");

  /** Files of a bundle, besides the manifest. */
  private static final List<String> FILES = List.of("index.js", "migrations/0001_first.sql");

  private final Store store;
  private final FeaturePublishing publishing;
  private final FeatureVersions versions;
  private final Transactions transactions;

  StarterFeatures(
      Store store,
      FeaturePublishing publishing,
      FeatureVersions versions,
      Transactions transactions) {
    this.store = store;
    this.publishing = publishing;
    this.versions = versions;
    this.transactions = transactions;
  }

  void make() {
    publish("auth", FeatureKind.CORE);
    publish("analytics", FeatureKind.DOMAIN);
  }

  private void publish(String feature, FeatureKind kind) {
    if (transactions.requiresNew(() -> versions.latest(feature)).isPresent()) {
      return;
    }
    byte[] bundle = bundle(feature);
    String key = "bundles/" + HexFormat.of().formatHex(Hashes.sha256(bundle)) + ".zip";
    store.put(key, bundle, "application/zip");
    publishing.publish(
        new FeaturePublishing.NewVersion(
            feature,
            VERSION,
            kind,
            VERSION,
            Json.tree(new String(file(feature, "manifest.json"), StandardCharsets.UTF_8)),
            key));
  }

  private static byte[] bundle(String feature) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : FILES) {
        ZipEntry entry = new ZipEntry(name);
        // A fixed time, so that the same files always have the same hash.
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file(feature, name));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] file(String feature, String name) {
    String path = "starter/" + feature + "/" + name;
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
