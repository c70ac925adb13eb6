package dev.freehold.functions.provisioning;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.provisioning.job.JobService;
import io.quarkus.funqy.Funq;

/** Provisioning jobs, as their organization sees them. */
public class JobFunctions {

  private final HttpEdge edge;
  private final JobService jobs;

  JobFunctions(HttpEdge edge, JobService jobs) {
    this.edge = edge;
    this.jobs = jobs;
  }

  @Funq("provisioning-get-job")
  @Http(
      route = "GET /v1/provisioning/jobs/{jobId}",
      permission = "provisioning:read",
      answer = JobView.class,
      summary = "Shows a provisioning job with its steps.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(JobView.of(jobs.get(call.pathId("jobId")))));
  }
}
