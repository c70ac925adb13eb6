package dev.freehold.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The permission catalogue of the whole product: {@code <area>:<action>}, with the least built-in
 * role that holds it. Code, because a decision must need no statement.
 */
public final class Permissions {

  /** The least role that holds a permission. */
  public enum Holder {
    MEMBER,
    ADMIN,
    OWNER,
    OPERATOR,
    SUPERADMIN
  }

  /**
   * @param crossOrganization may be held by a service key that acts in every organization
   */
  public record Entry(String permission, Holder holder, boolean crossOrganization) {}

  private static final Pattern APP = Pattern.compile("app\\.[a-z0-9-]{1,64}:[a-z0-9-]{1,64}");

  /**
   * One line an area: member | admin also | owner also | operators only. {@code +} = may be
   * cross-organization, {@code *} = superadmin alone.
   */
  private static final String TABLE =
      """
      organizations | read | update | delete transfer | manage
      members | read | invite update remove | |
      roles | read | manage | |
      grants | | read manage | |
      keys | read create | manage verify+ | |
      clients | | read manage | | manage-any
      permissions | | check+ | |
      audit | | read | | read-any
      platforms | read | create update | cancel delete | suspend restore purge*
      entities | read | create update delete | |
      stacks | read | create update delete | |
      features | read | activate deactivate | | publish
      domains | read | manage | |
      builds | read | trigger | |
      provisioning | read | retry cancel | | rollback manage-dead-letters
      resources | read | | | manage
      templates | read | | | manage
      billing | | read manage | | operate refund
      plans | | | | manage*
      coupons | | redeem | | manage
      usage | read+ check+ | write+ manage-alerts | | correct
      quotas | | | | manage
      credits | read+ spend+ check-in | manage-limits | | grant adjust* configure
      projects | read | create update delete | | hold
      deployments | read wake | create cancel rollback promote canary | |
      containers | read | | |
      logs | read | | |
      metrics | read | | |
      secrets | | read write reveal | |
      servers | | | | read manage
      agents | read install consume+ | subscribe report | | manage
      reviews | write | | | moderate
      interactions | | | | read
      ai | use+ read-usage | manage-limits | | manage
      content | read | write publish | | manage
      support | create read reply | | | manage
      webhooks | | read manage | |
      users | | | | read create update ban unlock revoke-sessions impersonate reset-two-factor* delete* import*
      operators | | | | manage*
      system | | | | read-runs manage-runs read-outbox resend-outbox rotate-keys*
      """;

  private static final Map<String, Entry> ALL = parse();
  private static final Set<String> MEMBER = held(Holder.MEMBER);
  private static final Set<String> ADMIN = held(Holder.ADMIN);
  private static final Set<String> OWNER = held(Holder.OWNER);
  private static final Set<String> OPERATOR = held(Holder.OPERATOR);
  private static final Set<String> SUPERADMIN = held(Holder.SUPERADMIN);

  private Permissions() {}

  private static Map<String, Entry> parse() {
    var all = new LinkedHashMap<String, Entry>();
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String area = cells[0].strip();
      for (int column = 1; column < cells.length; column++) {
        for (String word : cells[column].strip().split(" +")) {
          if (!word.isEmpty()) {
            Entry entry = entry(area, word, Math.min(column, 4));
            all.put(entry.permission(), entry);
          }
        }
      }
    }
    return Collections.unmodifiableMap(all);
  }

  private static Entry entry(String area, String word, int column) {
    boolean superadmin = word.endsWith("*");
    boolean cross = word.endsWith("+");
    String action = superadmin || cross ? word.substring(0, word.length() - 1) : word;
    Holder holder =
        superadmin
            ? Holder.SUPERADMIN
            : List.of(Holder.MEMBER, Holder.ADMIN, Holder.OWNER, Holder.OPERATOR).get(column - 1);
    return new Entry(area + ':' + action, holder, cross);
  }

  private static Set<String> held(Holder upTo) {
    boolean operators = upTo.compareTo(Holder.OPERATOR) >= 0;
    var held = new LinkedHashSet<String>();
    for (Entry entry : ALL.values()) {
      boolean ofOperators = entry.holder().compareTo(Holder.OPERATOR) >= 0;
      if (ofOperators == operators && entry.holder().compareTo(upTo) <= 0) {
        held.add(entry.permission());
      }
    }
    return Collections.unmodifiableSet(held);
  }

  /** Every entry, in the order of the catalogue. */
  public static List<Entry> catalogue() {
    return new ArrayList<>(ALL.values());
  }

  /** True for the catalogue's and for a product's own {@code app.<featureId>:<action>}. */
  public static boolean isKnown(String permission) {
    return ALL.containsKey(permission) || isOfApp(permission);
  }

  public static boolean isOfApp(String permission) {
    return APP.matcher(permission).matches();
  }

  /**
   * What a built-in role of an organization holds; of apps' permissions owners and admins hold all
   * besides.
   *
   * @param role {@code owner}, {@code admin}, {@code member}; any other holds nothing
   */
  public static Set<String> ofRole(String role) {
    return switch (role) {
      case "owner" -> OWNER;
      case "admin" -> ADMIN;
      case "member" -> MEMBER;
      default -> Set.of();
    };
  }

  /** What operators hold besides reading. {@code admin} or {@code superadmin}. */
  public static Set<String> ofSystemRole(String systemRole) {
    return switch (systemRole) {
      case "admin" -> OPERATOR;
      case "superadmin" -> SUPERADMIN;
      default -> Set.of();
    };
  }

  /** Built-in roles that hold the permission, for finding the members who do. */
  public static List<String> rolesWith(String permission) {
    return List.of("owner", "admin", "member").stream()
        .filter(role -> ofRole(role).contains(permission))
        .toList();
  }

  public static boolean isOperatorOnly(String permission) {
    Entry entry = ALL.get(permission);
    return entry != null && entry.holder().compareTo(Holder.OPERATOR) >= 0;
  }

  public static boolean isSuperadminOnly(String permission) {
    Entry entry = ALL.get(permission);
    return entry != null && entry.holder() == Holder.SUPERADMIN;
  }

  public static boolean mayBeCrossOrganization(String permission) {
    Entry entry = ALL.get(permission);
    return entry != null && entry.crossOrganization();
  }
}
