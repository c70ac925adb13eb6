package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lambda.Queue;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.catalogue.FunctionScan;
import dev.freehold.verify.Tree;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * No message without an end (kernel §6.3). Senders are found in the sources ({@code
 * Message.event("…")}), receivers in the annotations. A beginning ({@code "billing.order." + what})
 * counts for those of its events whose last word stands in the sender's domain.
 */
class MessagesTest {

  private static final Pattern EVENT =
      Pattern.compile("Message\\s*\\.event\\(\\s*\"([a-z_]+\\.[a-z_]+\\.[a-z_]+)\"");
  private static final Pattern BEGINNING =
      Pattern.compile("Message\\s*\\.event\\(\\s*\"([a-z_]+\\.[a-z_]+\\.)\"\\s*\\+");
  private static final Pattern BY_NAME = Pattern.compile("Message\\s*\\.event\\(\\s*\\w+\\s*\\)");
  private static final Pattern TYPE = Pattern.compile("\"([a-z_]+\\.[a-z_]+\\.[a-z_]+)\"");
  private static final Pattern COMMAND =
      Pattern.compile("Message\\s*\\.command\\(\\s*\"([a-z-]+)\"");
  private static final Pattern COMMAND_NAME = Pattern.compile("String COMMAND = \"([a-z-]+)\"");

  @Test
  void everyEventReceivedIsSentOrComesWithALaterOperation() {
    Set<String> missing = received();
    missing.removeAll(sent());

    assertThat(missing).containsExactlyInAnyOrderElementsOf(listed("not-sent-yet"));
  }

  @Test
  void everyEventSentIsReceivedOrWaitsForALaterDomain() {
    Set<String> unheard = sent();
    unheard.removeAll(received());

    assertThat(unheard).containsExactlyInAnyOrderElementsOf(listed("not-received-yet"));
  }

  @Test
  void everyCommandHasTheFunctionOfItsName() {
    Set<String> commands = new TreeSet<>();
    for (Path file : sources("")) {
      String text = Tree.text(file);
      commands.addAll(found(COMMAND, text));
      commands.addAll(found(COMMAND_NAME, text));
    }

    Set<String> readers =
        Tree.functionClasses().stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(
                method ->
                    method.isAnnotationPresent(Queue.class)
                        && method.getAnnotation(Queue.class).command())
            .map(method -> method.getAnnotation(io.quarkus.funqy.Funq.class).value())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(commands).isNotEmpty().isEqualTo(readers);
  }

  /** The sender is the domain a type begins with. */
  @Test
  void aDomainSendsItsOwnEventsAlone() {
    for (String domain :
        List.of("identity", "stacks", "registry", "provisioning", "billing", "metering")) {
      assertThat(sentIn(sources(domain)))
          .as(domain)
          .allMatch(type -> type.startsWith(domain + "."));
    }
  }

  private static Set<String> received() {
    return FunctionScan.of(Tree.functionClasses()).stream()
        .map(FunctionEntry::events)
        .flatMap(List::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> sent() {
    return sentIn(sources(""));
  }

  private static Set<String> sentIn(List<Path> files) {
    var types = new TreeSet<String>();
    for (Path file : files) {
      String text = Tree.text(file);
      types.addAll(found(EVENT, text));
      if (BY_NAME.matcher(text).find()) {
        types.addAll(
            found(TYPE, text).stream()
                .filter(type -> !type.matches("(dev|io|java)\\..*"))
                .toList());
      }
      for (String beginning : found(BEGINNING, text)) {
        String words = words(beginning.substring(0, beginning.indexOf('.')));
        received().stream()
            .filter(type -> type.startsWith(beginning))
            .filter(type -> knows(words, type.substring(beginning.length())))
            .forEach(types::add);
      }
    }
    return types;
  }

  private static boolean knows(String words, String last) {
    return words.contains('"' + last + '"')
        || Pattern.compile("\\b" + last.toUpperCase(java.util.Locale.ROOT) + "\\b")
            .matcher(words)
            .find();
  }

  private static String words(String domain) {
    return sources(domain).stream().map(Tree::text).collect(Collectors.joining());
  }

  /** Main sources of one domain; of all with an empty name. */
  private static List<Path> sources(String domain) {
    return java.util.stream.Stream.of("shared/", "functions/")
        .flatMap(part -> Tree.files(part + domain, ".java").stream())
        .filter(file -> file.toString().contains("/src/main/java/"))
        .toList();
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** Lines {@code <kind> <type>} of messages.txt. */
  private static List<String> listed(String kind) {
    return Tree.text(Tree.ROOT.resolve("src/verify/src/test/resources/messages.txt"))
        .lines()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.split(" ")[1])
        .toList();
  }
}
