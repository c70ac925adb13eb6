package dev.freehold.lambda.route;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function that serves every HTTP operation of one domain from one Lambda, by the same dispatch.
 * Deployed instead of one Lambda per operation where the installation says so.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Route {

  /** The domain whose operations it serves. */
  String value();

  int memoryMb() default 512;

  int timeoutSec() default 29;

  /** Instances at once at most, for all operations of the domain. */
  int concurrency() default 40;
}
