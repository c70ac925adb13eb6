package dev.freehold.functions.provisioning;

import dev.freehold.kernel.Swept;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.provisioning.ssl.SslPoller;
import io.quarkus.funqy.Funq;

/** Certificates on their way. */
public class CertificateFunctions {

  private final SslPoller poller;

  CertificateFunctions(SslPoller poller) {
    this.poller = poller;
  }

  @Funq("provisioning-poll-ssl")
  @Uses(Outside.CLOUDFLARE)
  @Cron(
      value = "cron(0/15 * * * ? *)",
      timeoutSec = 300,
      summary = "Asks the provider after hostnames and certificates that are not active yet.")
  public Swept poll(Tick tick) {
    return poller.poll();
  }
}
