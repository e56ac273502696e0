// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** Runs in a JVM of its own: prints what the preflight of the kernel says. */
final class PreflightProbe {
    static final String PASSED = "passed";

    private PreflightProbe() {}

    public static void main(final String[] arguments) {
        try {
            Preflight.requireKernel();
            System.out.println(PASSED);
        } catch (final IllegalStateException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
