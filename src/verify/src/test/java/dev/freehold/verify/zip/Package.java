package dev.freehold.verify.zip;

import dev.freehold.verify.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A module's function.zip, laid out as Lambda does below {@code /var/task}, and started. */
final class Package {

  /** What Lambda's runtime for Java brings beside the zip. */
  private static final List<String> RUNTIME =
      List.of(
          "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
          "com.amazonaws.services.lambda.runtime.RequestHandler",
          "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
          "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

  private static final String HANDLER = "io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest";

  private final Path task;

  private Package(Path task) {
    this.task = task;
  }

  static Path zip(String module) {
    return Tree.ROOT.resolve("functions/" + module + "/target/function.zip");
  }

  static Package unpack(String module, Path to) throws IOException {
    Path zip = zip(module);
    if (!Files.exists(zip)) {
      throw new IllegalStateException(zip + " is missing: ./freehold package makes it");
    }
    try (var in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        write(in, entry, to.resolve(entry.getName()).normalize());
      }
    }
    return new Package(to);
  }

  private static void write(InputStream in, ZipEntry entry, Path file) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    Files.copy(in, file);
    if (file.endsWith("bootstrap") && !file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  /** One that was unpacked before. */
  static Package at(Path task) {
    return new Package(task);
  }

  boolean isNative() {
    return Files.exists(task.resolve("bootstrap"));
  }

  /** As {@code java25} or {@code provided.al2023} start it; what it prints goes to the file. */
  Process start(Map<String, String> environment, Path output) throws IOException {
    var builder = new ProcessBuilder(command()).directory(task.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(AWS|FREEHOLD|QUARKUS)_.*"));
    builder.environment().putAll(environment);
    builder.environment().put("LAMBDA_TASK_ROOT", task.toString());
    builder.environment().put("_HANDLER", isNative() ? "bootstrap" : HANDLER);
    return builder.start();
  }

  private List<String> command() {
    if (isNative()) {
      return List.of(task.resolve("bootstrap").toString());
    }
    String runtime = RUNTIME.stream().map(Package::jar).distinct().collect(Collectors.joining(":"));
    // The flags of Lambda's own runtime, and the share of memory it gives at 512 MB.
    return Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+TieredCompilation",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx430m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            runtime,
            RUNTIME.getFirst(),
            HANDLER)
        .toList();
  }

  private static String jar(String type) {
    try {
      return Path.of(
              Class.forName(type, false, Package.class.getClassLoader())
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new IllegalStateException(type + " is not on the class path", e);
    }
  }
}
