// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.Manifest;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Deletes files that nothing needs: manifests first, then the folder is forced, then parts. In any other order a power cut could
 * bring a manifest back whose parts are gone.
 *
 * <p>Files of newer epochs are never touched: a process that was taken for dead may come by.
 */
final class Leftovers {
    private final StorageFolder folder;
    private final long epoch;
    private final Catalog catalog;
    /** Forcing the folder after manifests were deleted has failed: they may come back, and their parts must be there. */
    private boolean manifestsMayReturn;

    Leftovers(final StorageFolder folder, final long epoch, final Catalog catalog) {
        this.folder = folder;
        this.epoch = epoch;
        this.catalog = catalog;
    }

    /** The highest id that any file of the folder has. */
    long newestId() throws IOException {
        return files().stream().mapToLong(FileName::checkpointId).max().orElse(0);
    }

    /** The files that this owner may touch. */
    private List<FileName> files() throws IOException {
        return FileName.parsed(folder.list()).stream()
                .filter(file -> file.epoch() <= epoch)
                .toList();
    }

    /** Once the fence is durable: what it does not let count, and the marks of earlier owners. */
    void deleteOfEarlierOwners() throws IOException {
        for (final FileName file : files()) {
            final boolean isMark =
                    file.is(FileName.Kind.CLAIM) || file.is(FileName.Kind.FENCE) || file.is(FileName.Kind.TMP);
            if (isMark && file.epoch() < epoch) {
                folder.delete(file.toString());
            }
        }
        final Set<FileName> counting = catalog.files();
        deleteManifests(file -> !counting.contains(file));
        deleteParts(0);
    }

    /** What no complete checkpoint needs; files of the checkpoint {@code inProgress} are spared. */
    void deleteForgotten(final long inProgress) throws IOException {
        final List<Long> complete = catalog.complete();
        final OptionalLong newest = catalog.newestComplete();
        if (newest.isEmpty()) {
            return;
        }
        final Set<FileName> counting = catalog.files();
        // A manifest that is newer may be in doubt: its writer failed when it was in place, and a new owner may count
        // on it.
        deleteManifests(file -> !counting.contains(file) && file.checkpointId() < newest.getAsLong());
        for (final FileName file : files()) {
            if (file.is(FileName.Kind.REJECTED) && file.checkpointId() < complete.get(0)) {
                folder.delete(file.toString());
            }
        }
        deleteParts(inProgress);
    }

    private void deleteManifests(final Predicate<FileName> unneeded) throws IOException {
        boolean changed = false;
        for (final FileName file : files()) {
            if (file.is(FileName.Kind.MANIFEST) && unneeded.test(file)) {
                folder.delete(file.toString());
                changed = true;
            }
        }
        if (changed) {
            final boolean before = manifestsMayReturn;
            manifestsMayReturn = true;
            folder.force();
            manifestsMayReturn = before;
        }
    }

    private void deleteParts(final long inProgress) throws IOException {
        if (manifestsMayReturn) {
            return;
        }
        final List<FileName> files = files();
        final Set<FileName> needed = new HashSet<>();
        for (final Manifest manifest : catalog.manifests()) {
            for (final Manifest.Part part : manifest.parts()) {
                part.chain()
                        .forEach(link -> needed.add(FileName.part(link.checkpointId(), link.epoch(), link.index())));
            }
        }
        final Set<FileName> withManifest = new HashSet<>();
        for (final FileName file : files) {
            if (!file.is(FileName.Kind.PART)) {
                withManifest.add(FileName.manifest(file.checkpointId(), file.epoch()));
            }
        }
        final long unreadable = catalog.newestUnreadable();
        for (final FileName file : files) {
            if (file.is(FileName.Kind.PART)
                    && file.checkpointId() > unreadable
                    && file.checkpointId() != inProgress
                    && !needed.contains(file)
                    && !withManifest.contains(FileName.manifest(file.checkpointId(), file.epoch()))) {
                folder.delete(file.toString());
            }
        }
    }
}
