package dev.freehold.stacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleFormatTest {

  @Test
  void modulesAndMigrationsAreRead() {
    var bundle =
        BundleFormat.read(
            Zips.of(
                Map.of(
                    "index.js", "export default {}",
                    "lib/a.wasm", "x",
                    "migrations/0002_b.sql", "b",
                    "migrations/0001_a.sql", "a",
                    "README.md", "no",
                    "../evil.js", "no")));

    assertThat(bundle.modules()).containsOnlyKeys("index.js", "lib/a.wasm");
    assertThat(bundle.migrations().keySet())
        .containsExactly("migrations/0001_a.sql", "migrations/0002_b.sql");
  }

  @Test
  void whatIsNoZipIsRefused() {
    assertThatThrownBy(() -> BundleFormat.read("not a zip".getBytes(UTF_8)))
        .hasMessage("the bundle is no zip");
  }

  @Test
  void bombIsNotUnpacked() {
    byte[] bomb = Zips.of("big.js", new byte[BundleFormat.MAX_UNPACKED_BYTES + 1]);

    assertThat(bomb.length).isLessThan(200_000);
    assertThatThrownBy(() -> BundleFormat.read(bomb)).hasMessageContaining("unpacks to more");
  }
}
