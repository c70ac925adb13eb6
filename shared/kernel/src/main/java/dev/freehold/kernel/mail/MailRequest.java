package dev.freehold.kernel.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail a domain asks for.
 *
 * @param category {@link #SERVICE}, {@link #SECURITY} or an e-mail type of identity; says whether
 *     the reader's preference is asked
 * @param toEmail an address; or {@code userId}; or {@code permission}: all members of the
 *     organization who hold it
 * @param secretParams links and codes; kept encrypted, emptied when sent or given up
 * @param dedupKey the same occasion is never mailed twice; null = no such occasion
 * @param expiresAt not mailed after it; null = never too late
 */
public record MailRequest(
    String template,
    String category,
    @Nullable String toEmail,
    @Nullable UUID userId,
    @Nullable String permission,
    @Nullable UUID organizationId,
    @Nullable String locale,
    Map<String, String> params,
    Map<String, String> secretParams,
    @Nullable String dedupKey,
    @Nullable Instant expiresAt) {

  /** Money, access, deadlines: always sent. */
  public static final String SERVICE = "service";

  /** Always sent, also to addresses that bounced. */
  public static final String SECURITY = "security";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** A time as people read it. */
  public static String shown(Instant time) {
    return MINUTE.format(time);
  }

  public static Builder template(String template) {
    return new Builder(template);
  }

  /** Collects what a mail needs; ends with {@link #build}. */
  public static final class Builder {
    private final String template;
    private String category = SERVICE;
    private @Nullable String toEmail;
    private @Nullable UUID userId;
    private @Nullable String permission;
    private @Nullable UUID organizationId;
    private @Nullable String locale;
    private final Map<String, String> params = new HashMap<>();
    private final Map<String, String> secretParams = new HashMap<>();
    private @Nullable String dedupKey;
    private @Nullable Instant expiresAt;

    Builder(String template) {
      this.template = template;
    }

    public Builder category(String word) {
      this.category = word;
      return this;
    }

    public Builder toAddress(String email) {
      this.toEmail = email;
      return this;
    }

    public Builder toUser(UUID id) {
      this.userId = id;
      return this;
    }

    /** One mail for each member who holds the permission. */
    public Builder toMembers(UUID organization, String holding) {
      this.organizationId = organization;
      this.permission = holding;
      return this;
    }

    public Builder organization(@Nullable UUID id) {
      this.organizationId = id;
      return this;
    }

    public Builder user(@Nullable UUID id) {
      this.userId = id;
      return this;
    }

    public Builder locale(@Nullable String tag) {
      this.locale = tag;
      return this;
    }

    /** A time is {@link #shown}. */
    public Builder param(String name, Object value) {
      params.put(name, value instanceof Instant time ? shown(time) : value.toString());
      return this;
    }

    public Builder secret(String name, String value) {
      secretParams.put(name, value);
      return this;
    }

    public Builder dedup(String key) {
      this.dedupKey = key;
      return this;
    }

    public Builder expiresAt(@Nullable Instant time) {
      this.expiresAt = time;
      return this;
    }

    public MailRequest build() {
      if (toEmail == null && userId == null && permission == null) {
        throw new IllegalStateException("mail " + template + " has no reader");
      }
      return new MailRequest(
          template,
          category,
          toEmail,
          userId,
          permission,
          organizationId,
          locale,
          Map.copyOf(params),
          Map.copyOf(secretParams),
          dedupKey,
          expiresAt);
    }
  }
}
