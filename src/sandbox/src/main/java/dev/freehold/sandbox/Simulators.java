package dev.freehold.sandbox;

import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.sandbox.cloudflare.GitSource;
import dev.freehold.sandbox.cloudflare.R2Objects;
import java.util.List;
import java.util.Optional;

/** All simulators there are; each addition stands here once. */
public final class Simulators {

  private Simulators() {}

  public static List<Simulator.Factory> all() {
    return List.of(Simulators::cloudflare);
  }

  private static Simulator cloudflare(SimContext context) {
    var objects =
        new R2Objects() {
          @Override
          public void makeBucket(String name) {}

          @Override
          public boolean removeEmptyBucket(String name) {
            return true;
          }
        };
    var git =
        new GitSource() {
          @Override
          public boolean exists(String owner, String repository) {
            return true;
          }

          @Override
          public Optional<Head> head(String owner, String repository, String branch) {
            return Optional.of(new Head("0".repeat(40), "first"));
          }
        };
    return new CloudflareSimulator(context, objects, git);
  }
}
