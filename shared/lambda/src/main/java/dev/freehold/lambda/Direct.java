package dev.freehold.lambda;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A function invoked by hand through IAM; no route leads to it. In operator scope. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Direct {

  @Nonbinding
  String summary() default "";

  @Nonbinding
  int memoryMb() default 512;

  @Nonbinding
  int timeoutSec() default 60;

  /** Instances at once at most: each holds one connection of the database. */
  @Nonbinding
  int concurrency() default 1;
}
