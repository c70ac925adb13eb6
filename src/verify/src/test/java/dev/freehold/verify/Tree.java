package dev.freehold.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The checkout, as files and as classes. */
public final class Tree {

  public static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private Tree() {}

  /** Files below {@code folder} whose name ends so, without what builds leave behind. */
  public static List<Path> files(String folder, String ending) {
    Path start = ROOT.resolve(folder);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(start)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .filter(
              file ->
                  !ROOT.relativize(file)
                      .toString()
                      .matches("(.*/)?(target|node_modules|\\.git|\\.freehold)/.*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiled classes of a part of the tree ({@code functions}, {@code shared}), by main sources.
   */
  public static List<Class<?>> classes(String part, Predicate<String> name) {
    var classes = new ArrayList<Class<?>>();
    for (Path file : files(part, ".java")) {
      String path = ROOT.relativize(file).toString();
      int at = path.indexOf("src/main/java/");
      if (at < 0 || path.endsWith("package-info.java")) {
        continue;
      }
      String type =
          path.substring(at + "src/main/java/".length(), path.length() - 5).replace('/', '.');
      if (name.test(type)) {
        classes.add(load(type));
      }
    }
    return classes;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Tree.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is not on the class path of src/verify", e);
    }
  }

  /** Every class with functions. */
  public static List<Class<?>> functionClasses() {
    return classes("functions", name -> name.startsWith("dev.freehold.functions."));
  }
}
