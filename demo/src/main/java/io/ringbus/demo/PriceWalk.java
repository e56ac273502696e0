// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** A trade every few seconds at a price that goes up or down; asked for the same number again, it gives the same trade. */
final class PriceWalk implements LongFunction<Tick> {
    private static final int SIZES = 100;

    private final String symbol;
    private final double firstPrice;
    private final double step;
    private final long firstSecond;
    private final long secondsApart;
    private Random random;
    private double price;
    private long next;

    /** @param step part of itself by which a price may differ from the one before */
    PriceWalk(
            final String symbol,
            final double firstPrice,
            final double step,
            final long firstSecond,
            final long secondsApart) {
        this.symbol = symbol;
        this.firstPrice = firstPrice;
        this.step = step;
        this.firstSecond = firstSecond;
        this.secondsApart = secondsApart;
        this.random = new Random(symbol.hashCode());
        this.price = firstPrice;
    }

    @Override
    public Tick apply(final long number) {
        if (number < next) {
            random = new Random(symbol.hashCode());
            price = firstPrice;
            next = 0;
        }
        while (next < number) {
            walk();
        }
        return walk();
    }

    private Tick walk() {
        price *= 1 + step * (2 * random.nextDouble() - 1);
        final long second = firstSecond + next++ * secondsApart;
        return Tick.trade(symbol, price, 1 + random.nextInt(SIZES), TimeUnit.SECONDS.toNanos(second));
    }
}
