package dev.freehold.provisioning.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Json;
import dev.freehold.registry.Environment;
import dev.freehold.stacks.FeatureKind;
import dev.freehold.stacks.PublishedFeature;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformPlanTest {

  private static final String MANIFEST =
      """
      {"worker":{"mainModule":"index.js","public":%s},
       "resources":[{"type":"queue","binding":"EVENTS"},{"type":"d1","binding":"DB"}],
       "secrets":[%s]}
      """;

  @Test
  void stepsFollowTheirPhasesProductionFirst() {
    assertThat(plan(true, false, Environment.PRODUCTION, Environment.STAGING))
        .containsExactly(
            "prepare begin_platform k3m9p2xw7q",
            "provision_infra create_d1 k3m9p2xw7q-default-auth-db",
            "provision_infra migrate_d1 k3m9p2xw7q-default-auth-db",
            "provision_infra create_queue k3m9p2xw7q-default-auth-queue",
            "provision_infra upload_worker k3m9p2xw7q-default-auth",
            "provision_infra put_secrets k3m9p2xw7q-default-auth",
            "provision_infra create_dns_record auth.svc.default.k3m9p2xw7q.example.app",
            "provision_infra create_hostname auth.svc.default.k3m9p2xw7q.example.app",
            "provision_infra create_route auth.svc.default.k3m9p2xw7q.example.app",
            "provision_infra create_d1 k3m9p2xw7q-default-auth-db-stg",
            "provision_infra migrate_d1 k3m9p2xw7q-default-auth-db-stg",
            "provision_infra create_queue k3m9p2xw7q-default-auth-queue-stg",
            "provision_infra upload_worker k3m9p2xw7q-default-auth-stg",
            "provision_infra put_secrets k3m9p2xw7q-default-auth-stg",
            "provision_infra create_dns_record auth.svc.stg.default.k3m9p2xw7q.example.app",
            "provision_infra create_hostname auth.svc.stg.default.k3m9p2xw7q.example.app",
            "provision_infra create_route auth.svc.stg.default.k3m9p2xw7q.example.app",
            "setup_repo create_repo k3m9p2xw7q-console",
            "setup_repo commit_config k3m9p2xw7q-console",
            "setup_repo commit_config k3m9p2xw7q-console",
            "deploy_services create_pages k3m9p2xw7q-default-console",
            "deploy_services create_dns_record console.app.default.k3m9p2xw7q.example.app",
            "deploy_services attach_pages_domain console.app.default.k3m9p2xw7q.example.app",
            "deploy_services create_pages k3m9p2xw7q-default-console-stg",
            "deploy_services create_dns_record console.app.stg.default.k3m9p2xw7q.example.app",
            "deploy_services attach_pages_domain console.app.stg.default.k3m9p2xw7q.example.app",
            "deploy_services trigger_build k3m9p2xw7q-default-console",
            "deploy_services trigger_build k3m9p2xw7q-default-console-stg",
            "deploy_services wait_build k3m9p2xw7q-default-console",
            "deploy_services wait_build k3m9p2xw7q-default-console-stg",
            "verify verify_resources k3m9p2xw7q",
            "verify finish_platform k3m9p2xw7q");
  }

  @Test
  void withoutConsoleThereIsNeitherRepositoryNorPages() {
    assertThat(plan(false, false, Environment.PRODUCTION))
        .noneMatch(step -> step.startsWith("setup_repo") || step.startsWith("deploy_services"))
        .hasSize(11);
  }

  @Test
  void workerDomainBringsRecordCertificateAndRoute() {
    assertThat(plan(false, true, Environment.PRODUCTION))
        .filteredOn(step -> step.contains("auth.svc"))
        .containsExactly("provision_infra create_route auth.svc.default.k3m9p2xw7q.example.app");
  }

  private static List<String> plan(
      boolean console, boolean workerDomains, Environment... environments) {
    var feature =
        new PublishedFeature(
            "auth",
            "1.0.0",
            FeatureKind.CORE,
            "0.1.0",
            false,
            Json.tree(MANIFEST.formatted("true", "{\"name\":\"S\",\"source\":\"generated\"}")),
            "bundles/x.zip",
            "x",
            1L);
    var payload = new JobPayload(List.of(environments), console, List.of(feature), null);
    var site = new PlatformPlan.Site("k3m9p2xw7q", "example.app", workerDomains);
    return PlatformPlan.of(site, payload).stream()
        .map(step -> step.phase().word() + " " + step.kind().word() + " " + step.target())
        .toList();
  }
}
