// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.RecordCodec;
import io.ringbus.codec.RecordField;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.FieldAggregate;
import io.ringbus.windows.aggregate.FieldType;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Aggregates that replace one field of a record and keep its other fields: {@code sum(Count::count)}. */
final class Fields {
    private Fields() {}

    static <T> Aggregate<T, T> aggregate(
            final String stream,
            final AddressCodec<T> codec,
            final ToDoubleFunction<? super T> field,
            final FieldAggregate.Kind kind) {
        if (!(codec instanceof RecordCodec<?>)) {
            throw new IllegalArgumentException("stream '" + stream + "': " + word(kind)
                    + "(field) needs a Java record with a derived codec: use aggregate(..) instead");
        }
        final RecordField found = found(codec, field);
        return new FieldAggregate<>(codec, found.offset(), typeOf(stream, found, kind), kind);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> RecordField found(final AddressCodec<T> codec, final ToDoubleFunction<? super T> field) {
        return ((RecordCodec) codec).numericField(field);
    }

    private static FieldType typeOf(final String stream, final RecordField field, final FieldAggregate.Kind kind) {
        if (field.scale() != RecordField.NOT_DECIMAL) { // kept as a whole number of units
            return FieldType.LONG;
        }
        for (final FieldType type : FieldType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(field.type().getName())) {
                return type;
            }
        }
        throw new IllegalArgumentException("stream '" + stream + "': " + word(kind) + " of field '" + field.name()
                + "' of type " + field.type().getSimpleName() + " is not possible: use aggregate(..)");
    }

    private static String word(final FieldAggregate.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
