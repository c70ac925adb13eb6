package dev.freehold.local;

import jakarta.enterprise.context.ApplicationScoped;

/** What an installation starts with: the first operator and one account at the simulated cloud. */
@ApplicationScoped
class StarterData {

  /** Makes what is missing; safe to repeat. */
  void loadOnce() {}
}
