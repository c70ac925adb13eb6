package dev.freehold.lambda.route;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.RouteTemplate;
import dev.freehold.lambda.catalogue.FunctionCatalogue;
import dev.freehold.lambda.catalogue.FunctionEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds the operation a request is for, and calls it. */
@ApplicationScoped
public class DomainRouter {

  private final FunctionCatalogue catalogue;
  private final FunctionRegistry functions;
  private final HttpEdge edge;

  DomainRouter(FunctionCatalogue catalogue, FunctionRegistry functions, HttpEdge edge) {
    this.catalogue = catalogue;
    this.functions = functions;
    this.edge = edge;
  }

  public APIGatewayV2HTTPResponse route(String domain, APIGatewayV2HTTPEvent event) {
    String method = event.getRequestContext().getHttp().getMethod();
    String path = Objects.requireNonNullElse(event.getRawPath(), "/");
    return find(operationsOf(domain), method, path)
        .map(operation -> functions.call(operation.name(), event))
        .map(APIGatewayV2HTTPResponse.class::cast)
        .orElseGet(() -> edge.unknownRoute(event));
  }

  private List<FunctionEntry> operationsOf(String domain) {
    return catalogue.functions().stream()
        .filter(f -> f.trigger().equals("http") && f.domain().equals(domain))
        .toList();
  }

  /**
   * The operation whose route fits. Of two that do, the one with fewer places: {@code
   * /platforms/search} before {@code /platforms/{platformId}}.
   */
  public static Optional<FunctionEntry> find(
      List<FunctionEntry> operations, String method, String path) {
    return operations.stream()
        .filter(operation -> method.equals(operation.httpMethod()))
        .filter(operation -> template(operation).match(path).isPresent())
        .min(Comparator.comparingLong(DomainRouter::places));
  }

  private static RouteTemplate template(FunctionEntry operation) {
    return new RouteTemplate(
        String.valueOf(operation.httpMethod()), Objects.requireNonNull(operation.path()));
  }

  private static long places(FunctionEntry operation) {
    return Objects.requireNonNull(operation.path()).chars().filter(c -> c == '{').count();
  }
}
