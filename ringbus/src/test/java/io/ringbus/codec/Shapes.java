// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.math.BigDecimal;
import java.util.List;

/** Record classes of many shapes, nested in a package-private class and private where that is harder to reach. */
final class Shapes {
    static final List<Class<? extends Record>> ALL = List.of(
            Empty.class,
            Primitives.class,
            Sided.class,
            Wide.class,
            Texts.class,
            Plain.class,
            Decimals.class,
            Outer.class,
            Mixed.class);

    enum Side {
        BUY,
        SELL {
            @Override
            int sign() {
                return -1;
            }
        };

        int sign() {
            return 1;
        }
    }

    record Empty() {}

    record Primitives(byte a, boolean b, short c, char d, int e, float f, long g, double h) {}

    private record Sided(Side side, long size) {}

    record Wide(
            int a,
            long b,
            double c,
            long d,
            int e,
            float f,
            long g,
            short h,
            double i,
            long j,
            int k,
            byte l,
            long m) {}

    record Texts(
            @Ascii(1) String a,
            @Ascii(2) String b,
            @Ascii(3) String c,
            @Ascii(8) String d,
            @Ascii(64) String e) {}

    record Plain(
            @Ascii(value = 5, intern = false) String a,
            byte b,
            @Ascii(value = 20, intern = false) String c) {}

    record Decimals(
            @Decimal(0) double a,
            @Decimal(4) double b,
            @Decimal(18) BigDecimal c,
            @Decimal(2) BigDecimal d) {}

    private record Inner(byte flag, Side side, @Ascii(12) String venue) {}

    record Outer(boolean first, Inner inner, int middle, Inner other, Empty empty, long last) {}

    record Mixed(@Ascii(8) String symbol, @Decimal(2) double price, Side side, int size, Outer outer) {}

    private Shapes() {}
}
