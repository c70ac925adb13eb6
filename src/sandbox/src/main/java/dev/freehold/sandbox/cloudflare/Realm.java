package dev.freehold.sandbox.cloudflare;

import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.util.Optional;

/** The accounts and zones there are. */
final class Realm {

  record Zone(String id, String accountId, String name) {}

  private final Table<String> accounts;
  private final Table<Zone> zones;

  Realm(State state) {
    accounts = state.table("accounts", String.class);
    zones = state.table("zones", Zone.class);
  }

  void add(String accountId, String zoneId, String zoneName) {
    accounts.put(accountId, accountId);
    zones.put(zoneId, new Zone(zoneId, accountId, zoneName));
  }

  /** The path's {account}, which must exist. */
  String account(SimRequest request) {
    String id = request.path("account");
    if (!accounts.has(id)) {
      throw notRouted("accounts/" + id);
    }
    return id;
  }

  /** The path's {zone}, which must exist. */
  Zone zone(SimRequest request) {
    return zone(request.path("zone"));
  }

  Zone zone(String id) {
    return zones.find(id).orElseThrow(() -> notRouted("zones/" + id));
  }

  boolean hasAccount(String id) {
    return accounts.has(id);
  }

  Optional<Zone> zoneOf(String hostname) {
    return zones.findFirst(zone -> contains(zone, hostname));
  }

  static boolean contains(Zone zone, String hostname) {
    return hostname.equals(zone.name()) || hostname.endsWith("." + zone.name());
  }

  private static CloudflareError notRouted(String what) {
    return new CloudflareError(
        404,
        7003,
        "Could not route to /client/v4/" + what + ", perhaps your object identifier is invalid?");
  }
}
