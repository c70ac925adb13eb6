import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes a JVM function.zip a third smaller, in place: the jars in it are stored and the zip around
 * them is compressed once. Classes of one jar repeat each other's names, which a jar, compressed
 * entry by entry, cannot use; and a start need not unpack them. Nothing is left out. Every entry
 * has one fixed time, so that the same content is the same file. Run by {@code ./freehold package}.
 */
class Repack {

  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  public static void main(String[] zips) throws IOException {
    for (String zip : zips) {
      repack(Path.of(zip));
    }
  }

  private static void repack(Path zip) throws IOException {
    Path made = zip.resolveSibling(zip.getFileName() + ".part");
    try (var in = new ZipInputStream(Files.newInputStream(zip));
        var out = new ZipOutputStream(Files.newOutputStream(made))) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      var seen = new HashSet<String>();
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory() || !seen.add(entry.getName())) {
          continue;
        }
        byte[] content = in.readAllBytes();
        put(out, entry.getName(), entry.getName().endsWith(".jar") ? stored(content) : content);
      }
    }
    Files.move(made, zip, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] stored(byte[] jar) throws IOException {
    var bytes = new ByteArrayOutputStream(jar.length * 3);
    try (InputStream raw = new ByteArrayInputStream(jar);
        var in = new ZipInputStream(raw);
        var out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      var seen = new HashSet<String>();
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory() || !seen.add(entry.getName())) {
          continue;
        }
        put(out, entry.getName(), in.readAllBytes());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setSize(content.length);
    var crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
