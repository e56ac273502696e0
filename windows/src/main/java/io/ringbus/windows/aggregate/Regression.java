// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

/**
 * The line {@code y = intercept + slope * x} that comes closest to some points by the squares of the distances in y.
 *
 * @param slope     NaN when all points have the same x
 * @param intercept NaN when all points have the same x
 * @param rSquared  share of the variance of y that the line explains, in [0, 1]; NaN when x or y does not vary
 */
public record Regression(double slope, double intercept, double rSquared) {
    /** The line's y at {@code x}. */
    public double at(final double x) {
        return intercept + slope * x;
    }
}
