// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench;

/** Entry of {@code ringbus-bench.jar}. */
public final class Main {
    private Main() {}

    public static void main(final String[] args) {
        System.out.println("ringbus-bench: no benchmark yet " + String.join(" ", args));
    }
}
