package dev.freehold.functions.core;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.edge.ScheduleStarter;
import dev.freehold.lambda.QueueConfig;
import dev.freehold.lambda.Tick;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Invokes the schedule's Lambda and does not wait for it. */
@DefaultBean
@ApplicationScoped
class LambdaScheduleStarter implements ScheduleStarter {

  private final QueueConfig config;
  private @Nullable LambdaClient lambda;

  LambdaScheduleStarter(QueueConfig config) {
    this.config = config;
  }

  @Override
  public void start(String operation, Instant scheduledAt, @Nullable UUID startedBy) {
    client()
        .invoke(
            request ->
                request
                    .functionName(config.prefix() + operation)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(Json.write(new Tick(scheduledAt)))));
  }

  private synchronized LambdaClient client() {
    if (lambda == null) {
      lambda = LambdaClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
    return lambda;
  }
}
