package dev.freehold.functions.registry;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.registry.Environment;
import dev.freehold.registry.resource.DnsRecord;
import dev.freehold.registry.resource.Hostnames;
import dev.freehold.registry.resource.Resource;
import dev.freehold.registry.resource.ResourceService;
import dev.freehold.registry.resource.ResourceType;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a platform has in the cloud: resources and hostnames. */
public class ResourceFunctions {

  private final HttpEdge edge;
  private final ResourceService resources;

  ResourceFunctions(HttpEdge edge, ResourceService resources) {
    this.edge = edge;
    this.resources = resources;
  }

  @RegisterForReflection
  record ResourceView(
      UUID id,
      UUID organizationId,
      UUID platformId,
      UUID entityId,
      UUID stackId,
      @Nullable UUID featureActivationId,
      ResourceType resourceType,
      String serviceName,
      Environment environment,
      String cloudName,
      @Nullable String cloudId,
      @Nullable String cloudUrl,
      Resource.Status status,
      @Nullable UUID provisionJobId,
      JsonNode config,
      Instant createdAt,
      Instant updatedAt) {

    static ResourceView of(Resource r) {
      return new ResourceView(
          r.id,
          r.organizationId,
          r.platformId,
          r.entityId,
          r.stackId,
          r.featureActivationId,
          r.resourceType,
          r.serviceName,
          r.environment,
          r.cloudName,
          r.cloudId,
          r.cloudUrl,
          r.status,
          r.provisionJobId,
          Json.tree(r.config),
          r.createdAt,
          r.updatedAt);
    }
  }

  @RegisterForReflection
  record DnsRecordView(
      UUID id,
      UUID organizationId,
      UUID platformId,
      UUID stackId,
      UUID resourceId,
      String hostname,
      Hostnames.Target targetType,
      Environment environment,
      @Nullable String cloudRecordId,
      @Nullable String cloudHostnameId,
      @Nullable String cloudRouteId,
      DnsRecord.Status status,
      int checkCount,
      @Nullable Instant nextCheckAt,
      @Nullable String lastError,
      Instant createdAt,
      Instant updatedAt) {

    static DnsRecordView of(DnsRecord d) {
      return new DnsRecordView(
          d.id,
          d.organizationId,
          d.platformId,
          d.stackId,
          d.resourceId,
          d.hostname,
          d.targetType,
          d.environment,
          d.cloudRecordId,
          d.cloudHostnameId,
          d.cloudRouteId,
          d.status,
          d.checkCount,
          d.nextCheckAt,
          d.lastError,
          d.createdAt,
          d.updatedAt);
    }
  }

  @Funq("registry-list-resources")
  @Http(
      route = "GET /v1/platforms/{platformId}/resources",
      permission = "resources:read",
      query = {"stackId?", "entityId?", "resourceType?", "environment?", "status?"},
      answer = ResourceView.class,
      list = true,
      summary = "Lists a platform's cloud resources, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new Resource.Filter(
                  call.pathId("platformId"),
                  call.queryId("stackId"),
                  call.queryId("entityId"),
                  call.queryEnum("resourceType", ResourceType.class),
                  call.queryEnum("environment", Environment.class),
                  call.queryEnum("status", Resource.Status.class));
          return Answer.ok(
              call.page(
                  resources.list(filter, call.pageRequest()),
                  ResourceView::of,
                  row -> List.of(row.id)));
        });
  }

  @Funq("registry-list-dns-records")
  @Http(
      route = "GET /v1/platforms/{platformId}/dns-records",
      permission = "domains:read",
      query = {"stackId?", "environment?", "status?"},
      answer = DnsRecordView.class,
      list = true,
      summary = "Lists a platform's hostnames, newest first.")
  public APIGatewayV2HTTPResponse listHostnames(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new DnsRecord.Filter(
                  call.pathId("platformId"),
                  call.queryId("stackId"),
                  call.queryEnum("environment", Environment.class),
                  call.queryEnum("status", DnsRecord.Status.class));
          return Answer.ok(
              call.page(
                  resources.listHostnames(filter, call.pageRequest()),
                  DnsRecordView::of,
                  row -> List.of(row.id)));
        });
  }
}
