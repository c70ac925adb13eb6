package dev.freehold.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The simulators behind one HTTP port on loopback. State in the folder outlives it. */
public final class Sandbox implements AutoCloseable {

  record Seat(Simulator simulator, SimContext context) {}

  private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());

  private final SandboxConfig config;
  private final HttpFront front;
  private final State faultState;
  private final Faults faults;
  private final List<Seat> seats = new ArrayList<>();
  private final ReentrantLock acting = new ReentrantLock();
  private volatile boolean stopped;

  private Sandbox(SandboxConfig config) throws IOException {
    this.config = config;
    this.faultState = new State(config.state(), "faults");
    this.faults = new Faults(faultState);
    this.front = new HttpFront(config, faults);
  }

  /** Binds the port, loads the state, then serves. */
  public static Sandbox start(SandboxConfig config) {
    try {
      var sandbox = new Sandbox(config);
      config.simulators().forEach(sandbox::seat);
      sandbox.front.start(sandbox.seats);
      if (config.actsByItself()) {
        Thread.ofVirtual().name("sandbox-acts").start(sandbox::actByItself);
      }
      return sandbox;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code http://127.0.0.1:8090}, without a slash at the end. */
  public URI root() {
    return URI.create(
        "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + front.port());
  }

  /**
   * @param path such as {@code /cloudflare/client/v4}
   */
  public URI url(String path) {
    return URI.create(root() + path);
  }

  public SandboxConfig config() {
    return config;
  }

  public Faults faults() {
    return faults;
  }

  public <T extends Simulator> Optional<T> find(Class<T> type) {
    return seats.stream().map(Seat::simulator).filter(type::isInstance).map(type::cast).findFirst();
  }

  public <T extends Simulator> T simulator(Class<T> type) {
    return find(type)
        .orElseThrow(() -> new IllegalStateException("no simulator " + type.getSimpleName()));
  }

  /** The earliest due moment of any simulator. */
  public Optional<Instant> nextDueAt() {
    return seats.stream()
        .flatMap(seat -> seat.context().change(seat.simulator()::nextDueAt).stream())
        .min(Instant::compareTo);
  }

  /**
   * Lets every simulator do what is due; returns when deliveries to the outside have been tried.
   *
   * @return how many things were done; 0 = nothing was due
   */
  public int actAt(Instant now) {
    acting.lock();
    try {
      int done = 0;
      for (Seat seat : seats) {
        done += seat.context().change(() -> seat.simulator().actAt(now));
      }
      return done;
    } finally {
      acting.unlock();
    }
  }

  /** Empties every simulator and the list of faults, then seeds again. */
  public void reset() {
    faults.clear();
    front.forget();
    seats.forEach(Sandbox::empty);
  }

  /** The latest calls (at most 20,000), oldest first; not kept over a restart. */
  public List<SimCall> calls() {
    return front.calls();
  }

  /** Those of {@link #calls} that were answered 501: what the simulators do not know. */
  public List<SimCall> unknownCalls() {
    return calls().stream().filter(call -> call.status() == 501).toList();
  }

  @Override
  public void close() {
    stopped = true;
    front.stop();
    for (Seat seat : seats) {
      seat.simulator().stop();
      seat.context().state().close();
    }
    faultState.close();
  }

  private void seat(Simulator.Factory factory) {
    var context = new SimContext(this, config.state(), root());
    var simulator = factory.create(context);
    seats.add(new Seat(simulator, context));
    if (context.state().isFresh()) {
      empty(seats.getLast());
    }
  }

  private static void empty(Seat seat) {
    seat.context()
        .change(
            () -> {
              seat.context().state().clear();
              seat.simulator().seed();
              return true;
            });
  }

  private void actByItself() {
    while (!stopped) {
      try {
        Thread.sleep(250);
        Instant now = config.clock().instant();
        if (nextDueAt().filter(due -> !due.isAfter(now)).isPresent()) {
          actAt(now);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!stopped) {
          LOG.log(System.Logger.Level.ERROR, "a simulator failed to act", e);
        }
      }
    }
  }
}
