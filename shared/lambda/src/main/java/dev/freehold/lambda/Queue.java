package dev.freehold.lambda;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function fed by the queue of its own name: return = done, throw = delivered again, five times,
 * then parked in the dead-letter queue. A refusal ends the message with a warning.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Queue {

  /** Types of events routed here. */
  @Nonbinding
  String[] events() default {};

  /** Commands of this function's name arrive here, whoever sends them. */
  @Nonbinding
  boolean command() default false;

  /** It also is the reader of this queue's dead letters, whose queue it reads; empty = none. */
  @Nonbinding
  String deadLettersOf() default "";

  /** The edge opens one transaction around the call, in the scope of the envelope. */
  @Nonbinding
  boolean transaction() default true;

  @Nonbinding
  String summary() default "";

  @Nonbinding
  int memoryMb() default 512;

  @Nonbinding
  int timeoutSec() default 30;

  /** Messages handed over at once at most; 0 = as many as there are instances. */
  @Nonbinding
  int maxConcurrency() default 0;

  /** Instances at once at most: each holds one connection; never below {@link #maxConcurrency}. */
  @Nonbinding
  int concurrency() default 5;
}
