package dev.freehold.bench;

import dev.freehold.bench.baseline.Baseline;
import dev.freehold.bench.baseline.JdbcLoop;
import dev.freehold.bench.baseline.PgBench;
import dev.freehold.bench.growth.GrowthRounds;
import dev.freehold.bench.peer.BetterAuth;
import dev.freehold.bench.peer.PeerRounds;
import dev.freehold.bench.workload.Rows;
import dev.freehold.bench.workload.Workload;
import io.quarkus.arc.All;
import io.quarkus.runtime.QuarkusApplication;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Measures what was asked for and prints it. */
class BenchApplication implements QuarkusApplication {

  /** What must be borne: 10,000 organizations and 1,000,000 sessions more. */
  private static final GrowthRounds.Sizes SIZES = new GrowthRounds.Sizes(10, 10_000);

  private final List<Workload> workloads;
  private final Rounds rounds;
  private final PeerRounds peerRounds;
  private final GrowthRounds growthRounds;
  private final Rows rows;
  private final BenchConfig config;
  private final PgBench.Login login;
  private final String searchPath;

  BenchApplication(
      @All List<Workload> workloads,
      Rounds rounds,
      PeerRounds peerRounds,
      GrowthRounds growthRounds,
      Rows rows,
      BenchConfig config,
      @ConfigProperty(name = "freehold.database.url") String url,
      @ConfigProperty(name = "freehold.database.user") String user,
      @ConfigProperty(name = "freehold.database.secret") String password,
      @ConfigProperty(name = "PATH", defaultValue = "/usr/bin") String searchPath) {
    this.workloads = workloads;
    this.rounds = rounds;
    this.peerRounds = peerRounds;
    this.growthRounds = growthRounds;
    this.rows = rows;
    this.config = config;
    this.login = new PgBench.Login(url, user, password);
    this.searchPath = searchPath;
  }

  @Override
  public int run(String... arguments) {
    BenchOptions options = BenchOptions.parse(arguments);
    return switch (options.kind()) {
      case STATEMENTS -> besideStatements(options);
      case PEER -> besidePeer(options);
      case GROWTH -> grown(options);
    };
  }

  private int besideStatements(BenchOptions options) {
    List<Workload> wanted = wanted(options.only());
    Baseline baseline = baseline(options);
    String name = baseline.name();
    System.out.printf(
        "%d workloads, %d rounds, about %d s; %d cores, %s, commits %s the disk, beside %s%n",
        wanted.size(),
        options.rounds(),
        options.seconds(),
        Runtime.getRuntime().availableProcessors(),
        "Java " + Runtime.version().feature(),
        options.durable() ? "wait for" : "do not wait for",
        name);
    List<Measured> measured =
        rounds.run(wanted, baseline, options, line -> System.out.println(line));
    System.out.println();
    System.out.print(Report.of(measured, name));
    return 0;
  }

  private int besidePeer(BenchOptions options) {
    try (BetterAuth peer =
        BetterAuth.start(config, name -> rows.update("CREATE DATABASE " + name))) {
      List<Measured> measured = peerRounds.run(peer, options, System.out::println);
      System.out.println();
      System.out.print(PeerReport.of(measured, peer.name()));
    }
    return 0;
  }

  /** 1 when something grew too much. */
  private int grown(BenchOptions options) {
    List<Measured> measured = growthRounds.run(SIZES, options, System.out::println);
    System.out.println();
    System.out.print(GrowthReport.of(measured));
    return GrowthReport.over(measured).isEmpty() ? 0 : 1;
  }

  private List<Workload> wanted(Set<String> only) {
    return workloads.stream()
        .filter(workload -> only.isEmpty() || only.contains(workload.name()))
        .sorted(Comparator.comparingInt(workload -> BenchOptions.NAMES.indexOf(workload.name())))
        .toList();
  }

  private Baseline baseline(BenchOptions options) {
    if (options.jdbc()) {
      return new JdbcLoop(login);
    }
    return PgBench.find(searchPath, config, login)
        .orElseGet(
            () -> {
              System.out.println(
                  "pgbench is not installed (Debian, Ubuntu: apt-get install postgresql;"
                      + " macOS: brew install postgresql): comparing with a plain JDBC"
                      + " loop.");
              return new JdbcLoop(login);
            });
  }
}
