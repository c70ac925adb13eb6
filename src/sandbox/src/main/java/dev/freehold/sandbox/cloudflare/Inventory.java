package dev.freehold.sandbox.cloudflare;

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
}
