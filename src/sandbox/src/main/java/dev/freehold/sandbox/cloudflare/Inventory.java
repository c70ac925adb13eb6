package dev.freehold.sandbox.cloudflare;

import dev.freehold.sandbox.cloudflare.analytics.Resource;
import dev.freehold.sandbox.cloudflare.analytics.Resource.Kind;
import java.util.List;
import java.util.stream.Stream;

/** All objects of all accounts, one line each. */
record Inventory(
    D1Databases d1,
    R2Buckets r2,
    KvNamespaces kv,
    Queues queues,
    Workers workers,
    WorkerRoutes routes,
    DnsRecords dns,
    CustomHostnames hostnames,
    Pages pages) {

  List<String> lines() {
    return Stream.of(
            d1.all().map(one -> "d1 " + one.name()),
            r2.all().map(one -> "r2 " + one.name()),
            kv.all().map(one -> "kv " + one.title()),
            queues.all().map(one -> "queue " + one.name()),
            queues.allConsumers().map(one -> "consumer " + one.scriptName()),
            workers.all().map(one -> "worker " + one.name()),
            routes.all().map(one -> "route " + one.pattern()),
            routes.allDomains().map(one -> "worker_domain " + one.hostname()),
            dns.all().map(one -> "dns " + one.name()),
            hostnames.all().map(one -> "hostname " + one.hostname()),
            pages.all().map(one -> "pages " + one.name()),
            pages.allDomains().map(one -> "pages_domain " + one.name()))
        .flatMap(lines -> lines)
        .sorted()
        .toList();
  }

  /** What analytics count. */
  Stream<Resource> resources() {
    return Stream.of(
            d1.all().map(one -> Resource.alive(Kind.D1, one.accountId(), one.uuid(), one.name())),
            r2.all().map(one -> Resource.alive(Kind.R2, one.accountId(), one.name(), one.name())),
            kv.all().map(one -> Resource.alive(Kind.KV, one.accountId(), one.id(), one.title())),
            workers
                .all()
                .map(one -> Resource.alive(Kind.WORKER, one.accountId(), one.name(), one.name())))
        .flatMap(found -> found);
  }
}
