package dev.freehold.kernel.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a result, by column name. Getters without {@code OrNull} refuse NULL. */
public final class Row {

  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  public UUID uuid(String column) {
    return required(column, uuidOrNull(column));
  }

  public @Nullable UUID uuidOrNull(String column) {
    return get(column, UUID.class);
  }

  public String text(String column) {
    return required(column, textOrNull(column));
  }

  public @Nullable String textOrNull(String column) {
    try {
      return results.getString(column);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  public Instant instant(String column) {
    return required(column, instantOrNull(column));
  }

  public @Nullable Instant instantOrNull(String column) {
    OffsetDateTime time = get(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  public LocalDate date(String column) {
    return required(column, dateOrNull(column));
  }

  public @Nullable LocalDate dateOrNull(String column) {
    return get(column, LocalDate.class);
  }

  public long longValue(String column) {
    return required(column, longOrNull(column));
  }

  public @Nullable Long longOrNull(String column) {
    return get(column, Long.class);
  }

  public int intValue(String column) {
    return required(column, intOrNull(column));
  }

  public @Nullable Integer intOrNull(String column) {
    return get(column, Integer.class);
  }

  public boolean bool(String column) {
    return required(column, boolOrNull(column));
  }

  public @Nullable Boolean boolOrNull(String column) {
    return get(column, Boolean.class);
  }

  public byte[] bytes(String column) {
    return required(column, bytesOrNull(column));
  }

  public byte @Nullable [] bytesOrNull(String column) {
    try {
      return results.getBytes(column);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** A text array; NULL is empty. */
  public List<String> texts(String column) {
    return array(column, String.class);
  }

  /** A uuid array; NULL is empty. */
  public List<UUID> uuids(String column) {
    return array(column, UUID.class);
  }

  public boolean isNull(String column) {
    return textOrNull(column) == null;
  }

  public JsonNode json(String column) {
    return Json.tree(text(column));
  }

  public @Nullable JsonNode jsonOrNull(String column) {
    String text = textOrNull(column);
    return text == null ? null : Json.tree(text);
  }

  private <T> List<T> array(String column, Class<T> type) {
    try {
      Array array = results.getArray(column);
      if (array == null) {
        return List.of();
      }
      return Arrays.stream((Object[]) array.getArray()).map(type::cast).toList();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private <T> @Nullable T get(String column, Class<T> type) {
    try {
      return results.getObject(column, type);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private static <T> T required(String column, @Nullable T value) {
    return Objects.requireNonNull(value, () -> "column " + column + " is NULL");
  }
}
