// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a segment. It holds the records from its first sequence on, up to where the next one begins.
 *
 * <pre>
 *   lock                                      held by the owner
 *   epoch-2.claim                             owner 2 is the newest; an earlier one that misses its own must stop
 *   segment-0000000000000005001-epoch-2       records from 5001 on
 *   segment-0000000000000005001-epoch-2.tmp   the same, before its header is durable
 * </pre>
 */
record SegmentName(long firstSequence, long epoch) {
    /** File by which the folder is locked. */
    static final String LOCK = "lock";

    private static final Pattern NAME = Pattern.compile("segment-([0-9]{19})-epoch-([1-9][0-9]{0,17})");
    private static final Pattern CLAIM = Pattern.compile("epoch-([1-9][0-9]{0,17})\\.claim");

    static String claim(final long epoch) {
        return "epoch-" + epoch + ".claim";
    }

    /** The epoch of a claim's name. */
    static Optional<Long> epochOfClaim(final String name) {
        final Matcher matcher = CLAIM.matcher(name);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    /** The segment of this name. */
    static Optional<SegmentName> parsed(final String name) {
        final Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SegmentName(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        } catch (final NumberFormatException noSequence) {
            return Optional.empty();
        }
    }

    /** The segments among these names in the order of their records. */
    static List<SegmentName> all(final Collection<String> names) {
        final List<SegmentName> segments = new ArrayList<>();
        names.forEach(name -> parsed(name).ifPresent(segments::add));
        segments.sort(Comparator.comparingLong(SegmentName::firstSequence).thenComparingLong(SegmentName::epoch));
        return segments;
    }

    /**
     * Those that count: a later owner takes the place of what an earlier one has begun, or yet begins, from the later one's
     * first sequence on.
     */
    static List<SegmentName> current(final List<SegmentName> all) {
        final List<SegmentName> current = new ArrayList<>();
        for (final SegmentName segment : all) {
            final SegmentName last = current.isEmpty() ? null : current.get(current.size() - 1);
            if (last == null || segment.epoch >= last.epoch) {
                if (last != null && last.firstSequence == segment.firstSequence) {
                    current.remove(last);
                }
                current.add(segment);
            }
        }
        return current;
    }

    String tmp() {
        return this + ".tmp";
    }

    @Override
    public String toString() {
        final String digits = Long.toString(firstSequence);
        return "segment-" + "0".repeat(19 - digits.length()) + digits + "-epoch-" + epoch;
    }
}
