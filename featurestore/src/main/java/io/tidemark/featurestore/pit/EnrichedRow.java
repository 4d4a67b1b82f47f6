package io.tidemark.featurestore.pit;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A spine row followed by what each view has for it, without a copy of either. */
final class EnrichedRow extends InternalRow {
  private static final long serialVersionUID = 1L;

  private final transient InternalRow[] sides;
  // Of each column, in which row it is and where.
  private final int[] side;
  private final int[] position;

  EnrichedRow(int[] side, int[] position, int sides) {
    this.side = side;
    this.position = position;
    this.sides = new InternalRow[sides];
  }

  /** Sets the spine's row, which is side 0, or a view's; null has only NULLs. */
  @SuppressWarnings("NullAway") // An absent side is asked whether it is NULL, and nothing more.
  void set(int side, @Nullable InternalRow row) {
    sides[side] = row;
  }

  private InternalRow row(int ordinal) {
    return sides[side[ordinal]];
  }

  @Override
  public int numFields() {
    return side.length;
  }

  @Override
  @SuppressWarnings("ConstantValue")
  public boolean isNullAt(int ordinal) {
    InternalRow row = row(ordinal);
    return row == null || row.isNullAt(position[ordinal]);
  }

  @Override
  public boolean getBoolean(int ordinal) {
    return row(ordinal).getBoolean(position[ordinal]);
  }

  @Override
  public byte getByte(int ordinal) {
    return row(ordinal).getByte(position[ordinal]);
  }

  @Override
  public short getShort(int ordinal) {
    return row(ordinal).getShort(position[ordinal]);
  }

  @Override
  public int getInt(int ordinal) {
    return row(ordinal).getInt(position[ordinal]);
  }

  @Override
  public long getLong(int ordinal) {
    return row(ordinal).getLong(position[ordinal]);
  }

  @Override
  public float getFloat(int ordinal) {
    return row(ordinal).getFloat(position[ordinal]);
  }

  @Override
  public double getDouble(int ordinal) {
    return row(ordinal).getDouble(position[ordinal]);
  }

  @Override
  public Decimal getDecimal(int ordinal, int precision, int scale) {
    return row(ordinal).getDecimal(position[ordinal], precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int ordinal) {
    return row(ordinal).getUTF8String(position[ordinal]);
  }

  @Override
  public byte[] getBinary(int ordinal) {
    return row(ordinal).getBinary(position[ordinal]);
  }

  @Override
  public CalendarInterval getInterval(int ordinal) {
    return row(ordinal).getInterval(position[ordinal]);
  }

  @Override
  public InternalRow getStruct(int ordinal, int fields) {
    return row(ordinal).getStruct(position[ordinal], fields);
  }

  @Override
  public ArrayData getArray(int ordinal) {
    return row(ordinal).getArray(position[ordinal]);
  }

  @Override
  public MapData getMap(int ordinal) {
    return row(ordinal).getMap(position[ordinal]);
  }

  @Override
  @SuppressWarnings("NullAway") // Spark's own rows give null for NULL here.
  public Object get(int ordinal, DataType type) {
    return isNullAt(ordinal) ? null : row(ordinal).get(position[ordinal], type);
  }

  @Override
  public InternalRow copy() {
    throw new UnsupportedOperationException("a view of other rows");
  }

  @Override
  public void update(int ordinal, Object value) {
    throw new UnsupportedOperationException("a view of other rows");
  }

  @Override
  public void setNullAt(int ordinal) {
    throw new UnsupportedOperationException("a view of other rows");
  }
}
