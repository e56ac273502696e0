// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

/** What {@code mvn -q -Pdemo} runs. */
public final class MarketDemo {
    private MarketDemo() {}

    public static void main(final String[] args) {
        System.out.println("ringbus market demo: not yet " + String.join(" ", args));
    }
}
