package dev.freehold.lambda;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How an operation is reached over HTTP: the one place that says so. functions.json, the OpenAPI
 * document and the edge's checks are made from it.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Http {

  /** Method and path: {@code GET /v1/platforms/{platformId}}. */
  @Nonbinding
  String route() default "";

  @Nonbinding
  Access access() default Access.PERMISSION;

  /** The one permission needed; empty unless access is {@link Access#PERMISSION}. */
  @Nonbinding
  String permission() default "";

  /** One sentence for the reference. */
  @Nonbinding
  String summary() default "";

  /** Record of the JSON body; {@code Void} = none is read. */
  @Nonbinding
  Class<?> body() default Void.class;

  /** Record of the answer, or of one element where {@link #list} is set; {@code Void} = none. */
  @Nonbinding
  Class<?> answer() default Void.class;

  /** The answer is a page of {@link #answer}; {@code limit} and {@code cursor} are taken. */
  @Nonbinding
  boolean list() default false;

  /** Status of success. */
  @Nonbinding
  int status() default 200;

  /**
   * Query parameters besides those of a list; a {@code ?} at the end says optional, a {@code *}
   * that it may be repeated: its values arrive joined by commas.
   */
  @Nonbinding
  String[] query() default {};

  /** Codes of its own, in the order they are judged. */
  @Nonbinding
  String[] errors() default {};

  /** Needs a session that was authenticated a short while ago. */
  @Nonbinding
  boolean fresh() default false;

  /** Works without the second factor the organization demands (reading and leaving it). */
  @Nonbinding
  boolean twoFactorExempt() default false;

  /** Works while the caller's account waits for its deletion. */
  @Nonbinding
  boolean duringDeletion() default false;

  /**
   * The edge opens one transaction around the operation. False for operations that call outside:
   * their services open their own around each part.
   */
  @Nonbinding
  boolean transaction() default true;

  /** A POST's first answer is kept and repeated under its {@code Idempotency-Key}. */
  @Nonbinding
  boolean idempotent() default true;

  /** Only asks, though it is no GET: allowed calls of it are not noted as writes. */
  @Nonbinding
  boolean readOnly() default false;

  @Nonbinding
  int memoryMb() default 512;

  /** The gateway waits 30 s; a database that wakes up needs about 15 of them. */
  @Nonbinding
  int timeoutSec() default 29;

  /** Instances at once at most: each holds one connection of the database. */
  @Nonbinding
  int concurrency() default 5;
}
