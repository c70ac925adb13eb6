package dev.freehold.sandbox.github;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Object names as Git computes them, so that the same files are the same tree. */
final class GitHash {

  private GitHash() {}

  static String blob(byte[] content) {
    return object("blob", content);
  }

  static String commit(String text) {
    return object("commit", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param files blob by path
   */
  static String tree(Map<String, String> files) {
    // Git sorts a folder as if its name ended with a slash.
    var entries = new TreeMap<String, String>();
    var folders = new TreeMap<String, Map<String, String>>();
    files.forEach(
        (path, blob) -> {
          int slash = path.indexOf('/');
          if (slash < 0) {
            entries.put(path, blob);
          } else {
            folders
                .computeIfAbsent(path.substring(0, slash + 1), name -> new TreeMap<>())
                .put(path.substring(slash + 1), blob);
          }
        });
    folders.forEach((folder, below) -> entries.put(folder, tree(below)));
    var content = new ByteArrayOutputStream();
    entries.forEach(
        (name, sha) -> {
          boolean folder = name.endsWith("/");
          String bare = folder ? name.substring(0, name.length() - 1) : name;
          content.writeBytes(
              ((folder ? "40000 " : "100644 ") + bare + "\0").getBytes(StandardCharsets.UTF_8));
          content.writeBytes(HexFormat.of().parseHex(sha));
        });
    return object("tree", content.toByteArray());
  }

  private static String object(String type, byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      digest.update((type + " " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
