package dev.freehold.sandbox.login;

import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The page that stands for a provider's own: whoever is typed in comes back signed in. */
public final class LoginPage {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Sandbox sign-in</title>
      <style>
      body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}
      label{display:block;margin:.5rem 0} button{font:inherit;padding:.5rem 1rem}
      </style></head>
      <body><h1>Sign in with %1$s</h1>
      <form method="post" action="?%2$s">
      <label>E-mail <input name="email" type="email" required value="ada@example.test"></label>
      <label>Name <input name="name" value="Ada Lovelace"></label>
      <label><input name="unverified" type="checkbox" value="1"> %1$s has not verified it</label>
      <button name="act" value="allow">Continue</button>
      <button name="act" value="deny" formnovalidate>Cancel</button>
      </form></body></html>
      """;

  private LoginPage() {}

  public static SimResponse show(String provider, SimRequest request) {
    return page(200, PAGE.formatted(provider, escaped(request.rawQuery())));
  }

  public static SimResponse fault(String text) {
    return page(400, "<!doctype html><html lang=\"en\"><body><p>" + text + "</p></body></html>");
  }

  /**
   * @param allow the way back of who was typed in
   */
  public static SimResponse chosen(SimRequest request, Function<Person, URI> allow) {
    Map<String, List<String>> form = request.form();
    if (Grants.field(form, "act").equals("deny")) {
      return redirect(
          request.query("redirect_uri", "")
              + "?error=access_denied&state="
              + request.query("state", ""));
    }
    var person =
        new Person(
            Grants.field(form, "email"),
            Grants.field(form, "name"),
            Grants.field(form, "unverified").isEmpty());
    return redirect(allow.apply(person).toString());
  }

  private static SimResponse redirect(String location) {
    return SimResponse.empty(303).header("Location", location);
  }

  private static SimResponse page(int status, String html) {
    return SimResponse.text(status, "text/html; charset=utf-8", html);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
