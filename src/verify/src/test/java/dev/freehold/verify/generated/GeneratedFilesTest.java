package dev.freehold.verify.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Json;
import dev.freehold.lambda.catalogue.FunctionCatalogue;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.catalogue.FunctionScan;
import dev.freehold.verify.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is made from the code is current. {@code ./freehold generate} runs this with {@code
 * -Dfreehold.generate=true}, which writes instead of comparing.
 */
class GeneratedFilesTest {

  private static final boolean WRITE = Boolean.getBoolean("freehold.generate");

  @Test
  void functionsJsonIsCurrent() throws IOException {
    List<FunctionEntry> functions = FunctionScan.of(Tree.functionClasses());

    same("functions/functions.json", pretty(new FunctionCatalogue.Catalogue(functions)));
  }

  @Test
  void openApiDocumentIsCurrent() throws IOException {
    same(
        "docs/reference/openapi.json",
        pretty(steady(new OpenApi(Tree.functionClasses()).document())));
  }

  @Test
  void referencePagesAreCurrent() throws IOException {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("docs/reference/api.md", ReferencePages.api(Tree.functionClasses()));
    pages.put("docs/reference/errors.md", ReferencePages.errors());
    pages.put("docs/reference/functions.md", ReferencePages.functions(Tree.functionClasses()));
    pages.put("docs/reference/configuration.md", ConfigurationPage.page());
    pages.put("docs/reference/metrics.md", ReferencePages.metrics());

    pages.put(
        "shared/kernel/src/main/resources/META-INF/freehold/configuration-keys.txt",
        ConfigurationPage.keys());

    for (var page : pages.entrySet()) {
      same(page.getKey(), page.getValue());
    }
  }

  /** Maps made by {@code Map.of} have another order in every JVM: here by their keys. */
  private static @Nullable Object steady(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      boolean isOrdered = map instanceof LinkedHashMap || map instanceof TreeMap;
      Map<String, @Nullable Object> entries = isOrdered ? new LinkedHashMap<>() : new TreeMap<>();
      map.forEach((key, inner) -> entries.put(String.valueOf(key), steady(inner)));
      return entries;
    }
    if (value instanceof List<?> list) {
      var items = new ArrayList<@Nullable Object>();
      list.forEach(item -> items.add(steady(item)));
      return items;
    }
    return value;
  }

  private static String pretty(@Nullable Object value) throws IOException {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value) + '\n';
  }

  private static void same(String file, String expected) throws IOException {
    Path path = Tree.ROOT.resolve(file);
    if (WRITE) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, expected);
      return;
    }
    assertThat(Files.exists(path) ? Tree.text(path) : "")
        .as("%s is not current: run ./freehold generate", file)
        .isEqualTo(expected);
  }
}
