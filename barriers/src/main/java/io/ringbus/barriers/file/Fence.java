// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an owner found complete when it took the folder. From then on, of the manifests of earlier owners only these count: one
 * that an earlier owner puts there later, because it was stopped on its way and does not know better, is passed over.
 *
 * <p>An owner first claims its epoch by creating a file, which only one can; then it lists the manifests, writes its fence and
 * makes that durable; only then it recovers. A writer lists the folder after its manifest is in place and takes the checkpoint
 * for complete only if there is no newer claim. So if it does, the newer owner's list, made after its claim, has the manifest.
 *
 * <p><b>Layout.</b> One block of kind 0: checkpoint id and epoch, two longs, of each manifest.
 *
 * @param epoch     of the owner, or 0 when nobody ever was
 * @param manifests of earlier owners
 */
record Fence(long epoch, Set<FileName> manifests) {
    private static final int MANIFESTS = 0;

    /** Whether a manifest counts. */
    boolean lets(final FileName manifest) {
        return epoch == 0 || manifest.epoch() >= epoch || manifests.contains(manifest);
    }

    /** The newest among these files. */
    static Fence newest(final StorageFolder folder, final Collection<FileName> files) throws IOException {
        final long epoch = FileName.newestEpoch(
                files.stream().filter(file -> file.is(FileName.Kind.FENCE)).toList());
        final Set<FileName> manifests = new LinkedHashSet<>();
        if (epoch > 0) {
            final FileName file = FileName.ofOwner(FileName.Kind.FENCE, epoch);
            try (BlockReader blocks = new BlockReader(
                    folder.open(file.toString()),
                    folder.path().resolve(file.toString()),
                    BlockLayout.FENCE_MAGIC,
                    0,
                    epoch,
                    0)) {
                while (blocks.next()) {
                    read(blocks, manifests);
                }
            }
        }
        return new Fence(epoch, manifests);
    }

    private static void read(final BlockReader blocks, final Set<FileName> manifests) throws SnapshotDamagedException {
        final ByteBuffer block = blocks.payload();
        if (blocks.kind() != MANIFESTS || block.remaining() % (2 * Long.BYTES) != 0) {
            throw blocks.damagedHere("block kind=" + blocks.kind() + " of " + block.remaining() + " bytes is no list");
        }
        while (block.hasRemaining()) {
            manifests.add(FileName.manifest(block.getLong(), block.getLong()));
        }
    }

    void write(final BlockWriter blocks) throws IOException {
        final ByteBuffer block =
                ByteBuffer.allocate(manifests.size() * 2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (final FileName manifest : manifests) {
            block.putLong(manifest.checkpointId()).putLong(manifest.epoch());
        }
        blocks.block(MANIFESTS, block.flip());
    }
}
