package dev.freehold.bench;

import dev.freehold.bench.baseline.Baseline;
import dev.freehold.bench.baseline.JdbcLoop;
import dev.freehold.bench.baseline.PgBench;
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

  private final List<Workload> workloads;
  private final Rounds rounds;
  private final PeerRounds peerRounds;
  private final Rows rows;
  private final BenchConfig config;
  private final PgBench.Login login;
  private final String searchPath;

  BenchApplication(
      @All List<Workload> workloads,
      Rounds rounds,
      PeerRounds peerRounds,
      Rows rows,
      BenchConfig config,
      @ConfigProperty(name = "freehold.database.url") String url,
      @ConfigProperty(name = "freehold.database.user") String user,
      @ConfigProperty(name = "freehold.database.secret") String password,
      @ConfigProperty(name = "PATH", defaultValue = "/usr/bin") String searchPath) {
    this.workloads = workloads;
    this.rounds = rounds;
    this.peerRounds = peerRounds;
    this.rows = rows;
    this.config = config;
    this.login = new PgBench.Login(url, user, password);
    this.searchPath = searchPath;
  }

  @Override
  public int run(String... arguments) {
    BenchOptions options = BenchOptions.parse(arguments);
    if (options.peer()) {
      return besidePeer(options);
    }
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
