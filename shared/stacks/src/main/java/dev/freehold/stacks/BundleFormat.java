package dev.freehold.stacks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads the zip of a bundle, from a publisher who may mean ill. */
final class BundleFormat {

  /** What a Worker may weigh unpacked at the provider, with room for migrations. */
  static final int MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

  static final int MAX_ENTRIES = 1_000;

  private static final Pattern MODULE = Pattern.compile("[\\w./-]+\\.(js|mjs|wasm)");
  private static final Pattern MIGRATION = Pattern.compile("migrations/[0-9]{4}_[\\w-]+\\.sql");

  private BundleFormat() {}

  /**
   * Entries that are neither a module nor a migration are left out.
   *
   * @throws dev.freehold.kernel.Refusal {@code BUNDLE_MISMATCH} when it is no zip, too many files
   *     or too much
   */
  static Bundle read(byte[] zip) {
    var bundle = new Bundle(new TreeMap<>(), new TreeMap<>());
    long unpacked = 0;
    int entries = 0;
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries++;
        byte[] content = in.readNBytes((int) (MAX_UNPACKED_BYTES - unpacked + 1));
        unpacked += content.length;
        if (entries > MAX_ENTRIES || unpacked > MAX_UNPACKED_BYTES) {
          throw StacksRefusal.BUNDLE_MISMATCH.because(
              "the bundle unpacks to more than %d files or %d bytes",
              MAX_ENTRIES, MAX_UNPACKED_BYTES);
        }
        put(bundle, entry.getName(), content);
      }
    } catch (IOException | IllegalArgumentException notAZip) {
      throw noZip();
    }
    if (entries == 0) {
      throw noZip();
    }
    return bundle;
  }

  private static RuntimeException noZip() {
    return StacksRefusal.BUNDLE_MISMATCH.because("the bundle is no zip");
  }

  private static void put(Bundle bundle, String name, byte[] content) {
    if (name.contains("..")) {
      return;
    }
    if (MIGRATION.matcher(name).matches()) {
      bundle.migrations().put(name, content);
    } else if (MODULE.matcher(name).matches()) {
      bundle.modules().put(name, content);
    }
  }
}
