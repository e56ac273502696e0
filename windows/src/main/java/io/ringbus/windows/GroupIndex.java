// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the groups of one window from 0, in the order in which they appear. Emptied and used again for the next window.
 * Open addressing, probed linearly, at most half full.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When a window has more groups than any before.
 */
final class GroupIndex<G> {
    private static final int ENTRIES_MIN = 16;
    private static final int SPREAD = 0x9E3779B9;

    /** Numbers plus 1; 0 is a free place. */
    private int[] places = new int[ENTRIES_MIN];

    private @Nullable Object[] groups = new Object[ENTRIES_MIN / 2];
    private int size;

    /** The group's number; a group not seen before gets the next. */
    int numberOf(final G group) {
        final int place = placeOf(group);
        if (places[place] != 0) {
            return places[place] - 1;
        }
        if (size == groups.length) {
            widen();
            return numberOf(group);
        }
        groups[size] = group;
        places[place] = size + 1;
        return size++;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only groups were stored, one for each number
    G group(final int number) {
        return (G) groups[number];
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(places, 0);
        Arrays.fill(groups, 0, size, null);
        size = 0;
    }

    private int placeOf(final Object group) {
        final int last = places.length - 1;
        final int mixed = group.hashCode() * SPREAD;
        int place = (mixed ^ mixed >>> 16) & last;
        while (places[place] != 0 && !group.equals(groups[places[place] - 1])) {
            place = (place + 1) & last;
        }
        return place;
    }

    @SuppressWarnings("NullAway") // groups below size are there
    private void widen() {
        places = new int[2 * places.length];
        groups = Arrays.copyOf(groups, 2 * groups.length);
        for (int number = 0; number < size; number++) {
            places[placeOf(groups[number])] = number + 1;
        }
    }
}
