// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;

/** What an operator of aligned windows does when time moves. Stage thread. */
interface Firing<O> {
    /** Tells and frees what is due at {@code watermarkNs}, at most one portion of keys; true when nothing is left. */
    boolean fire(long watermarkNs, Output<O> output);

    /** Tells the open windows again that hold {@code slice} of this key and were told already. */
    void tellAgain(long cell, long slice, long watermarkNs, Output<O> output);

    /** Tells windows that hold {@code slice} of this key and were not told, if one more record of them says so. */
    void tellEarly(long cell, long slice, long watermarkNs, Output<O> output);

    /** Tells all windows that were not told of the keys that had a record, at most one portion; true when none is left. */
    boolean tellEarly(EarlyKeys keys, long watermarkNs, Output<O> output);

    /** Gives back what was taken for it. */
    void close();
}
