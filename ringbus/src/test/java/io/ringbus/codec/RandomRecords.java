// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Random;

/** Makes records of any class by reflection, with extreme values more often than chance would. */
final class RandomRecords {
    private static final double[] DOUBLES = {
        0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE
    };
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, 0x8000, 0xFF};
    private static final long DECIMAL_UNITS_END = 1L << 50;

    private final Random random;

    RandomRecords(final long seed) {
        this.random = new Random(seed);
    }

    <R extends Record> R next(final Class<R> type) throws ReflectiveOperationException {
        final RecordComponent[] components = type.getRecordComponents();
        final Class<?>[] types = new Class<?>[components.length];
        final Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i]);
        }
        final Constructor<R> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private Object value(final RecordComponent component) throws ReflectiveOperationException {
        final Class<?> type = component.getType();
        final Decimal decimal = component.getAnnotation(Decimal.class);
        if (type.isRecord()) {
            return next(type.asSubclass(Record.class));
        }
        if (type == String.class) {
            return ascii(random.nextInt(component.getAnnotation(Ascii.class).value() + 1));
        }
        if (type == BigDecimal.class) {
            return BigDecimal.valueOf(nextLong(), decimal.value());
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        if (decimal != null) {
            final long units = random.nextLong() % DECIMAL_UNITS_END;
            return BigDecimal.valueOf(units, decimal.value()).doubleValue();
        }
        return primitive(type);
    }

    Object primitive(final Class<?> type) {
        if (type == double.class) {
            return random.nextInt(3) == 0 ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian() * 1e9;
        }
        if (type == float.class) {
            return (float) (random.nextInt(3) == 0 ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian());
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        final long value = nextLong();
        if (type == char.class) {
            return (char) value;
        }
        if (type == byte.class) {
            return (byte) value;
        }
        if (type == short.class) {
            return (short) value;
        }
        return type == int.class ? (Object) (int) value : (Object) value;
    }

    String ascii(final int length) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (1 + random.nextInt(127)));
        }
        return text.toString();
    }

    private long nextLong() {
        return random.nextInt(3) == 0 ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
    }
}
