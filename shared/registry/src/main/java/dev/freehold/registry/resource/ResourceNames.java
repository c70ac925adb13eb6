package dev.freehold.registry.resource;

import dev.freehold.registry.Environment;
import java.util.regex.Pattern;

/**
 * Names of cloud resources: {@code {platformKey}-{stackKey|default}-{service}[-{type}][-stg|-dev]},
 * at most 63 characters, since they are labels of hostnames.
 */
public final class ResourceNames {

  /** The word of the default stack in names; other stacks have their key there. */
  public static final String DEFAULT_STACK = "default";

  /** The service name of a platform's Pages project. */
  public static final String CONSOLE = "console";

  /** The service name of what a stack shares. */
  public static final String SHARED = "shared";

  private static final int MAX_LENGTH = 63;
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,27}[a-z0-9])?");

  private ResourceNames() {}

  /**
   * @param stack {@link #DEFAULT_STACK} or the stack's key
   * @param service 1 to 29 characters of {@code [a-z0-9-]}
   * @throws dev.freehold.kernel.Refusal {@code NAME_TOO_LONG}, also for a service that is no name
   */
  public static String cloudName(
      String platformKey, String stack, String service, ResourceType type, Environment env) {
    var name = platformKey + "-" + stack + "-" + service + type.namePart() + env.suffix();
    if (!SERVICE.matcher(service).matches() || name.length() > MAX_LENGTH) {
      throw ResourceRefusal.NAME_TOO_LONG.because(
          "%s has %d characters, %d fit", name, name.length(), MAX_LENGTH);
    }
    return name;
  }
}
