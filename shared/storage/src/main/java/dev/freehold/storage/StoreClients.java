package dev.freehold.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The clients of the object store: plain URL connections, which cost a cold start least. */
class StoreClients {

  /** Other stores know paths, not bucket hostnames, and no chunked signing. */
  private static final S3Configuration PLAIN =
      S3Configuration.builder().pathStyleAccessEnabled(true).chunkedEncodingEnabled(false).build();

  @Produces
  @ApplicationScoped
  S3Client client(StorageConfig config) {
    var builder =
        S3Client.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(credentials(config))
            .region(Region.of(config.region()))
            .serviceConfiguration(PLAIN)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                c ->
                    c.apiCallAttemptTimeout(config.attemptTimeout())
                        .apiCallTimeout(config.callTimeout()));
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  void close(@Disposes S3Client client) {
    client.close();
  }

  @Produces
  @ApplicationScoped
  S3Presigner presigner(StorageConfig config) {
    var builder =
        S3Presigner.builder()
            .credentialsProvider(credentials(config))
            .region(Region.of(config.region()))
            .serviceConfiguration(PLAIN);
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  void close(@Disposes S3Presigner presigner) {
    presigner.close();
  }

  private static AwsCredentialsProvider credentials(StorageConfig config) {
    if (config.accessKey().isPresent() && config.secretKey().isPresent()) {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(config.accessKey().get(), config.secretKey().get()));
    }
    return DefaultCredentialsProvider.builder().build();
  }
}
