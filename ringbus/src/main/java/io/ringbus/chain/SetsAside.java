// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** A link that keeps records back within a turn of its stage. Stage thread. */
public interface SetsAside {
    /** Hands on what was set aside, until something holds the stage; answers how many records. */
    int drain();
}
