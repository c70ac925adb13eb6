package dev.freehold.kernel;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import dev.freehold.kernel.edge.Times;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How words, times and left-out fields look in our JSON. */
final class JsonWords extends SimpleModule {

  private static final long serialVersionUID = 1L;

  static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  JsonWords() {
    super("freehold-words");
    addSerializer(Instant.class, new InstantWriter());
    addDeserializer(Instant.class, new InstantReader());
    addSerializer(Enum.class, new EnumWriter());
    addDeserializer(Maybe.class, new MaybeReader(null));
    setDeserializerModifier(new EnumReaders());
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeString(INSTANT.format(value));
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public @Nullable Instant deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Instant time = InstantDeserializer.INSTANT.deserialize(in, context);
      return time == null || Times.isKept(time)
          ? time
          : (Instant)
              context.handleWeirdStringValue(
                  Instant.class, time.toString(), "outside of the years 1 to 9999");
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class EnumWriter extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    EnumWriter() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  private static final class EnumReaders extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonDeserializer<?> deserializer) {
      return new EnumReader(type.getRawClass());
    }
  }

  private static final class EnumReader extends JsonDeserializer<Object> {
    private final Class<?> type;

    EnumReader(Class<?> type) {
      this.type = type;
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String word = in.getText();
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(word)) {
          return constant;
        }
      }
      return context.handleWeirdStringValue(type, word, "not one of the allowed words");
    }
  }

  private static final class MaybeReader extends JsonDeserializer<Maybe<?>>
      implements ContextualDeserializer {
    private final @Nullable JavaType content;

    MaybeReader(@Nullable JavaType content) {
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      JavaType type = property == null ? context.getContextualType() : property.getType();
      return new MaybeReader(type.containedType(0));
    }

    @Override
    public Maybe<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Maybe.of(context.readValue(in, content));
    }

    @Override
    public Maybe<?> getNullValue(DeserializationContext context) {
      return Maybe.of(null);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Maybe.absent();
    }
  }
}
