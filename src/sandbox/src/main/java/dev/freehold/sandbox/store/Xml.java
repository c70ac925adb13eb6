package dev.freehold.sandbox.store;

import org.jspecify.annotations.Nullable;

/** Writes small XML documents. */
final class Xml {

  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder out = new StringBuilder();

  Xml open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  Xml root(String name) {
    out.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
    return this;
  }

  Xml close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** Null = left out. */
  Xml add(String name, @Nullable Object value) {
    if (value != null) {
      open(name);
      out.append(escape(value.toString()));
      close(name);
    }
    return this;
  }

  @Override
  public String toString() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + out;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
