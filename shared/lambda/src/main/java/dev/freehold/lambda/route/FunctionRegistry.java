package dev.freehold.lambda.route;

import dev.freehold.kernel.Json;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.funqy.runtime.ApplicationException;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.quarkus.funqy.runtime.FunqyServerRequest;
import io.quarkus.funqy.runtime.FunqyServerResponse;
import io.quarkus.funqy.runtime.RequestContext;
import io.quarkus.funqy.runtime.RequestContextImpl;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function of this process by its name, on the calling thread. The one class that touches
 * Funqy's registry, which is internal to Quarkus.
 */
@ApplicationScoped
public class FunctionRegistry {

  public boolean has(String name) {
    return FunctionRecorder.registry.matchInvoker(name) != null;
  }

  /**
   * @param input the parameter itself, or text that is read as its JSON
   * @throws RuntimeException what the function threw, unwrapped
   */
  public @Nullable Object call(String name, Object input) {
    FunctionInvoker invoker = FunctionRecorder.registry.matchInvoker(name);
    if (invoker == null) {
      throw new IllegalStateException("no function named " + name);
    }
    ManagedContext requestScope = Arc.container().requestContext();
    boolean isOurs = !requestScope.isActive();
    if (isOurs) {
      requestScope.activate();
    }
    try {
      Response response = new Response();
      invoker.invoke(new Request(input), response);
      Uni<?> output = response.getOutput();
      return output == null ? null : output.await().indefinitely();
    } catch (ApplicationException e) {
      throw unwrapped(e);
    } finally {
      if (isOurs) {
        requestScope.terminate();
      }
    }
  }

  private static RuntimeException unwrapped(ApplicationException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }

  private record Request(Object input) implements FunqyServerRequest {

    @Override
    public RequestContext context() {
      return new RequestContextImpl();
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as Funqy declares it
    public Object extractInput(Class type) {
      return input instanceof String text && type != String.class
          ? Json.readLenient(text, type)
          : type.cast(input);
    }
  }

  private static final class Response implements FunqyServerResponse {

    private @Nullable Uni<?> output;

    @Override
    public @Nullable Uni<?> getOutput() {
      return output;
    }

    @Override
    public void setOutput(@Nullable Uni<?> output) {
      this.output = output;
    }
  }
}
