// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

/** Entry of {@code ringbus-demo.jar}. */
public final class Main {
    private Main() {}

    public static void main(final String[] args) {
        System.out.println("ringbus-demo: no command yet " + String.join(" ", args));
    }
}
