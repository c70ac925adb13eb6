package dev.freehold.registry.platform;

import dev.freehold.kernel.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The entity that comes with a platform: a tenant of the platform's name and slug. */
@ApplicationScoped
public class DefaultEntities {

  private final Ids ids;

  DefaultEntities(Ids ids) {
    this.ids = ids;
  }

  void create(Platform platform) {
    var entity = new TreeEntity();
    entity.id = ids.next();
    entity.organizationId = platform.organizationId;
    entity.platformId = platform.id;
    entity.type = TreeEntity.Type.TENANT;
    entity.name = platform.name;
    entity.slug = platform.slug;
    entity.status = TreeEntity.Status.ACTIVE;
    entity.createdAt = platform.createdAt;
    entity.updatedAt = platform.createdAt;
    entity.persist();
  }

  /** The id of the platform's default entity. */
  @Transactional(Transactional.TxType.MANDATORY)
  public UUID idOf(UUID platformId) {
    return TreeEntity.defaultOf(platformId).id;
  }
}
