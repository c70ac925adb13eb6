package dev.freehold.kernel.edge;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;

/** Where there is no sandbox. */
@DefaultBean
@ApplicationScoped
class NoCrashPoints implements CrashPoints {

  @Override
  public void reached(String operation, Point point) {}
}
