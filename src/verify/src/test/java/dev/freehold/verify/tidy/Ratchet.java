package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** What was over a line when the line was drawn: it may shrink, never grow. */
final class Ratchet {

  private static final String FILE = "src/verify/src/test/resources/ratchet.txt";

  private Ratchet() {}

  /** Lines {@code <kind> <name> <most>}; others are comments. */
  static Map<String, Integer> of(String kind) {
    var allowed = new TreeMap<String, Integer>();
    Tree.text(Tree.ROOT.resolve(FILE))
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[0].equals(kind))
        .forEach(words -> allowed.put(words[1], Integer.valueOf(words[2])));
    return allowed;
  }

  static void check(Map<String, Integer> over, Map<String, Integer> allowed) {
    var faults = new ArrayList<String>();
    over.forEach(
        (name, size) -> {
          Integer most = allowed.get(name);
          if (most == null) {
            faults.add(name + " crossed the line: " + size);
          } else if (size > most) {
            faults.add(name + " grew from " + most + " to " + size);
          } else if (size < most) {
            System.out.printf("%s shrank to %d: say so in %s%n", name, size, FILE);
          }
        });
    allowed.keySet().stream()
        .filter(name -> !over.containsKey(name))
        .forEach(name -> System.out.printf("%s may leave %s%n", name, FILE));

    assertThat(faults).isEmpty();
  }
}
