// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a snapshot folder, and its name. Names carry the epoch of their writer, so no owner ever writes to another's file.
 *
 * <pre>
 *   lock                              held by the owner
 *   epoch-2.claim                     somebody wants to be owner 2; empty
 *   epoch-2.fence                     what owner 2 found complete: nothing that is older and not in it will ever be
 *   epoch-2.tmp                       a manifest or fence that owner 2 is writing
 *   checkpoint-17-epoch-2-part-0      bytes of a part
 *   checkpoint-17-epoch-2.manifest    the checkpoint is complete
 *   checkpoint-17-epoch-2.rejected    the manifest of a checkpoint that turned out damaged
 * </pre>
 *
 * @param checkpointId 0 where there is none
 * @param index        0 where there is none
 */
record FileName(Kind kind, long checkpointId, long epoch, int index) {
    /** File by which the folder is locked. */
    static final String LOCK = "lock";

    private static final String NUMBER = "([1-9][0-9]{0,17})";
    private static final Pattern NAME = Pattern.compile("(?:checkpoint-" + NUMBER + "-)?epoch-" + NUMBER
            + "(?:-part-([0-9]{1,9})|\\.(manifest|rejected|claim|fence|tmp))");
    private static final int CHECKPOINT = 1;
    private static final int EPOCH = 2;
    private static final int INDEX = 3;
    private static final int SUFFIX = 4;

    /** What a file is for. */
    enum Kind {
        PART(true),
        MANIFEST(true),
        REJECTED(true),
        CLAIM(false),
        FENCE(false),
        TMP(false);

        private final boolean isOfCheckpoint;

        Kind(final boolean isOfCheckpoint) {
            this.isOfCheckpoint = isOfCheckpoint;
        }
    }

    static FileName part(final long checkpointId, final long epoch, final int index) {
        return new FileName(Kind.PART, checkpointId, epoch, index);
    }

    static FileName manifest(final long checkpointId, final long epoch) {
        return new FileName(Kind.MANIFEST, checkpointId, epoch, 0);
    }

    static FileName ofOwner(final Kind kind, final long epoch) {
        return new FileName(kind, 0, epoch, 0);
    }

    /** The files among these names that are ours, in the same order. */
    static List<FileName> parsed(final Collection<String> names) {
        final List<FileName> files = new ArrayList<>();
        for (final String name : names) {
            final Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                final String index = matcher.group(INDEX);
                final Kind kind = index == null ? kind(matcher.group(SUFFIX)) : Kind.PART;
                final String checkpoint = matcher.group(CHECKPOINT);
                if ((checkpoint != null) == kind.isOfCheckpoint) {
                    files.add(new FileName(
                            kind,
                            checkpoint == null ? 0 : Long.parseLong(checkpoint),
                            Long.parseLong(matcher.group(EPOCH)),
                            index == null ? 0 : Integer.parseInt(index)));
                }
            }
        }
        return files;
    }

    private static Kind kind(final String suffix) {
        return switch (suffix) {
            case "manifest" -> Kind.MANIFEST;
            case "rejected" -> Kind.REJECTED;
            case "claim" -> Kind.CLAIM;
            case "fence" -> Kind.FENCE;
            default -> Kind.TMP;
        };
    }

    /** The highest epoch among these files, or 0. */
    static long newestEpoch(final Collection<FileName> files) {
        return files.stream().mapToLong(FileName::epoch).max().orElse(0);
    }

    boolean is(final Kind expected) {
        return kind == expected;
    }

    FileName rejected() {
        return new FileName(Kind.REJECTED, checkpointId, epoch, 0);
    }

    /** The name as it is in the folder. */
    @Override
    public String toString() {
        return switch (kind) {
            case PART -> "checkpoint-" + checkpointId + "-epoch-" + epoch + "-part-" + index;
            case MANIFEST -> "checkpoint-" + checkpointId + "-epoch-" + epoch + ".manifest";
            case REJECTED -> "checkpoint-" + checkpointId + "-epoch-" + epoch + ".rejected";
            case CLAIM -> "epoch-" + epoch + ".claim";
            case FENCE -> "epoch-" + epoch + ".fence";
            case TMP -> "epoch-" + epoch + ".tmp";
        };
    }
}
