package dev.freehold.local.start;

import dev.freehold.local.functions.Catalogue;
import dev.freehold.local.queue.LocalQueues;
import dev.freehold.local.queue.SendFaults;
import dev.freehold.local.queue.SqsServer;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import dev.freehold.sandbox.Simulators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Everything that stands before the application and outlives it: opened once per process. */
public final class HostParts implements AutoCloseable {

  /** Names of queues begin with it, as in the environment {@code development}. */
  public static final String QUEUE_PREFIX = "development-";

  private static volatile @Nullable HostParts current;

  private final HostSettings settings;
  private final DataFolder data;
  private final HostSecrets secrets;
  private final MovableClock clock;
  private final Catalogue catalogue;
  private final HostDatabase database;
  private final LocalQueues queues;
  private final SqsServer sqs;
  private final Sandbox sandbox;

  private HostParts(HostSettings settings, DataFolder data) {
    this.settings = settings;
    this.data = data;
    secrets = HostSecrets.open(data);
    clock = MovableClock.open(data, settings);
    // The database takes longest: everything else comes up beside it.
    CompletableFuture<HostDatabase> coming =
        CompletableFuture.supplyAsync(() -> readyDatabase(data, settings, secrets));
    catalogue = new Catalogue();
    sandbox =
        Sandbox.start(
            new SandboxConfig(
                clock,
                settings.sandboxPort(),
                settings.smtpPort(),
                data.file("sandbox"),
                !settings.isManual(),
                Simulators.all()));
    queues = new LocalQueues(data.file("queues.log"), clock);
    catalogue
        .queues()
        .forEach(queue -> queues.create(QUEUE_PREFIX + queue.name(), queue.visibility()));
    queues.restore();
    sqs = new SqsServer(queues, new SendFaults(sandbox.faults(), QUEUE_PREFIX));
    database = await(coming);
    data.write("owner.url", database.ownerAddress() + "\n");
  }

  /** Opens everything; the folder is locked until {@link #close}. */
  public static HostParts open(HostSettings settings) {
    DataFolder data = DataFolder.lock(settings.data());
    // Left by a host that was killed.
    data.remove("host.json");
    data.remove("owner.url");
    HostParts parts = new HostParts(settings, data);
    current = parts;
    return parts;
  }

  /** Those of this process. */
  public static HostParts current() {
    HostParts parts = current;
    if (parts == null) {
      throw new IllegalStateException("the host has not been opened");
    }
    return parts;
  }

  private static HostDatabase readyDatabase(
      DataFolder data, HostSettings settings, HostSecrets secrets) {
    HostDatabase database = HostDatabase.start(data, settings, secrets);
    database.prepare();
    return database;
  }

  private static HostDatabase await(CompletableFuture<HostDatabase> coming) {
    try {
      return coming.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  public HostSettings settings() {
    return settings;
  }

  public DataFolder data() {
    return data;
  }

  public HostSecrets secrets() {
    return secrets;
  }

  public MovableClock clock() {
    return clock;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public HostDatabase database() {
    return database;
  }

  public LocalQueues queues() {
    return queues;
  }

  public SqsServer sqs() {
    return sqs;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** In the order in which nothing is left without what it stands on. */
  @Override
  public void close() {
    sandbox.close();
    sqs.stop();
    queues.close();
    database.close();
    data.remove("owner.url");
    data.remove("host.json");
    data.close();
  }
}
