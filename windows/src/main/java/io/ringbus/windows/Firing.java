// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;

/** What an operator of aligned windows does when time moves. Stage thread. */
interface Firing<O> {
    /** Tells and frees what is due at {@code watermarkNs}, at most one portion of keys; true when nothing is left. */
    boolean fire(long watermarkNs, Output<O> output);

    /** Tells the open windows again that hold {@code slice} of this key and were told already. */
    void tellAgain(long cell, long slice, long watermarkNs, Output<O> output);

    /** Gives back what was taken for it. */
    void close();
}
