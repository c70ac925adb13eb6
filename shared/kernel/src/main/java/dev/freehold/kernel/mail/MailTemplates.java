package dev.freehold.kernel.mail;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of mails: {@code mail/<template>.<locale>.{subject,txt,html}} with places {@code {name}};
 * values are escaped in HTML and one line elsewhere. Locale {@code en} is always there.
 */
@ApplicationScoped
public class MailTemplates {

  private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)}");

  /** In greetings; who has no name is greeted without one. */
  private static final String READER = "readerName";

  /** Ends of lines and other characters that nobody sees. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  /** A mail as it is read. */
  public record Rendered(String subject, String text, String html) {}

  private record Source(String subject, String text, String html) {}

  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  /** Refuses an unknown template and a place without a value. */
  void check(MailRequest request) {
    var params = new HashMap<>(request.params());
    params.putAll(request.secretParams());
    // Known only when the reader is.
    params.putIfAbsent(READER, "");
    render(request.template(), "en", params);
  }

  /**
   * @param locale BCP 47 tag; its language is looked for, then {@code en}
   */
  public Rendered render(String template, @Nullable String locale, Map<String, String> params) {
    Source source = source(template, locale);
    return new Rendered(
        fill(template, source.subject(), params, MailTemplates::oneLine).strip(),
        fill(template, source.text(), params, MailTemplates::oneLine),
        fill(template, source.html(), params, MailTemplates::escaped));
  }

  private Source source(String template, @Nullable String locale) {
    String language = locale == null ? "en" : Locale.forLanguageTag(locale).getLanguage();
    return find(template, language)
        .or(() -> find(template, "en"))
        .orElseThrow(() -> new IllegalArgumentException("no mail template " + template));
  }

  private Optional<Source> find(String template, String language) {
    String stem = "mail/" + template + '.' + language + '.';
    Source known = sources.get(stem);
    if (known != null) {
      return Optional.of(known);
    }
    var subject = resource(stem + "subject");
    var text = resource(stem + "txt");
    var html = resource(stem + "html");
    if (subject.isEmpty() || text.isEmpty() || html.isEmpty()) {
      return Optional.empty();
    }
    var source = new Source(subject.get(), text.get(), html.get());
    sources.put(stem, source);
    return Optional.of(source);
  }

  private static Optional<String> resource(String name) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fill(
      String template, String source, Map<String, String> params, UnaryOperator<String> escape) {
    boolean isNamed = !params.getOrDefault(READER, "").isBlank();
    return PLACE
        .matcher(isNamed ? source : source.replace(" {" + READER + '}', ""))
        .replaceAll(
            place -> {
              String value = params.get(place.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    "mail " + template + " needs a value for {" + place.group(1) + "}");
              }
              return Matcher.quoteReplacement(escape.apply(value));
            });
  }

  /** What people call themselves makes no header and no paragraph. */
  private static String oneLine(String value) {
    return CONTROLS.matcher(value).replaceAll(" ");
  }

  private static String escaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
