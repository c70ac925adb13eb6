package dev.freehold.provisioning;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.stacks.FeatureKind;
import dev.freehold.stacks.FeaturePublishing;
import dev.freehold.stacks.SemVer;
import dev.freehold.storage.Store;
import dev.freehold.testing.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The core feature {@code auth}, published once. */
@ApplicationScoped
public class AuthFeature {

  public static final String VERSION = "1.0.0";

  private static final String MANIFEST =
      """
      {"schemaVersion":1,"displayName":"Auth","description":"Sign-in","package":"@freehold/auth",
       "requiresService":true,
       "worker":{"mainModule":"index.js","compatibilityDate":"2025-09-01",
                 "compatibilityFlags":["nodejs_compat"],"public":true,"crons":[]},
       "resources":[{"type":"d1","binding":"DB","migrations":"migrations/"},
                    {"type":"kv","binding":"CACHE"}],
       "secrets":[{"name":"SESSION_SECRET","source":"generated","bytes":32,"required":true},
                  {"name":"SMTP_PASSWORD","source":"provided","required":false}],
       "permissions":[],"routes":["/auth"]}
      """;

  private final FeaturePublishing publishing;
  private final Store store;

  AuthFeature(FeaturePublishing publishing, Store store) {
    this.publishing = publishing;
    this.store = store;
  }

  public synchronized void publish() {
    if (Owner.count("SELECT count(*) FROM stacks.feature_versions WHERE feature_id = 'auth'") > 0) {
      return;
    }
    byte[] zip =
        zip(
            Map.of(
                "index.js", "export default { fetch() { return new Response('auth'); } };",
                "migrations/0001_users.sql", "CREATE TABLE auth_users (id TEXT PRIMARY KEY);",
                "migrations/0002_names.sql", "ALTER TABLE auth_users ADD COLUMN name TEXT;"));
    String key = "bundles/" + HexFormat.of().formatHex(Hashes.sha256(zip)) + ".zip";
    store.put(key, zip, "application/zip");
    Call.system("test", Scope.operator())
        .run(
            () ->
                publishing.publish(
                    new FeaturePublishing.NewVersion(
                        "auth",
                        SemVer.of(VERSION),
                        FeatureKind.CORE,
                        SemVer.of("0.1.0"),
                        Json.tree(MANIFEST),
                        key)));
  }

  private static byte[] zip(Map<String, String> files) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
