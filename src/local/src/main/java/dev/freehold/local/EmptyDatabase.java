package dev.freehold.local;

import dev.freehold.local.start.DataFolder;
import dev.freehold.local.start.HostDatabase;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ./freehold db reset}: the next start is on an empty database. What refers to it goes with
 * it (queues, simulators, the clock); the secrets stay. Not while a host runs on the folder.
 */
public final class EmptyDatabase {

  private static final List<String> GOES =
      List.of("postgres", "queues.log", "sandbox", "clock", "operator.json");

  private EmptyDatabase() {}

  /**
   * @param arguments the data folder
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]).toAbsolutePath().normalize();
    try (DataFolder data = DataFolder.lock(folder)) {
      HostDatabase.stopLeftOver(data);
      GOES.forEach(data::remove);
      System.out.println("Empty: " + folder);
    } catch (IllegalStateException e) {
      System.err.println("freehold: " + e.getMessage());
      System.exit(1);
    }
  }
}
