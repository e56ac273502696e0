// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.nio.file.Path;

/**
 * Where the records of one ingress, or of one source that cannot be read again, are written before they are processed: a
 * folder of its own. After a crash the pipeline goes on from it, behind the position in its checkpoint.
 *
 * <pre>{@code
 * Ingress<Trade> trades = pipeline.ingress("trades", Codecs.of(Trade.class), Journal.in(folder));
 * Stream<String> lines = pipeline.from("lines", SocketLines.of(host, port), Codecs.string(256), Journal.in(other));
 * }</pre>
 *
 * <p>Without checkpoints it is read from its beginning at each start, and grows; with them, files go that hold only records
 * before the oldest checkpoint kept.
 *
 * <p><b>Durability.</b> As {@code ringbus.journal.durability} says, by default and by the name of the ingress. SYNC: what was
 * published survives a power cut. INTERVAL and OS: {@code publish} does not wait; a power cut takes an end, of at most the
 * interval or of what the operating system had not written; killing the process takes nothing that was published before
 * {@link io.ringbus.ring.Ingress#acknowledge} returned. What survives is always the beginning, whole and in order.
 * <p><b>Failure.</b> A write or force that fails ends the pipeline, and publishers are told; nothing is tried again.
 *
 * @param folder whose files are the journal's; made, for its owner only, where it is missing
 */
public record Journal(Path folder) {
    /** The journal in this folder. */
    public static Journal in(final Path folder) {
        return new Journal(folder);
    }
}
