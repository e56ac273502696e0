// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Finds the string that a field's bytes stand for, so that a symbol seen before costs no allocation.
 *
 * <p><b>Layout.</b> Open addressing, at most half full: per index a string and its bytes as zero-padded words. Bytes after
 * the last one that is not zero do not count.
 * <p><b>Threading.</b> Any thread. Lookups take no lock; the first sight of a string does.
 * <p><b>Allocation.</b> Per string that is new, until {@link #STRINGS_MAX} are kept; from then on unknown ones are made anew.
 */
final class InternTable {
    static final int STRINGS_MAX = 65_536;

    private static final int INDICES_MIN = 512;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle STRINGS = MethodHandles.arrayElementVarHandle(String[].class);

    private static final class Indices {
        private final long[] words;
        private final String[] strings;
        private final int shift;

        Indices(final int count, final int wordsPerString) {
            words = new long[count * wordsPerString];
            strings = new String[count];
            shift = Long.SIZE - Integer.numberOfTrailingZeros(count);
        }
    }

    private final int wordsPerString;
    private final Charset charset;
    // A stale value is harmless: its lookups miss, and a miss looks again under the lock. Its fields are final.
    private Indices indices;
    private int count;

    InternTable(final int wordsPerString, final Charset charset) {
        this.wordsPerString = wordsPerString;
        this.charset = charset;
        this.indices = new Indices(INDICES_MIN, wordsPerString);
    }

    /** The string whose bytes, lowest first, are those of {@code word}; for tables with one word per string. */
    String string(final long word) {
        final Indices current = indices;
        final String[] strings = current.strings;
        int index = (int) (mixed(0, word) >>> current.shift);
        while (true) {
            // ORDER: acquire. Pairs with the release in put: whoever sees the string also sees its words.
            final String string = (String) STRINGS.getAcquire(strings, index);
            if (string == null) {
                return add(word);
            }
            if (current.words[index] == word) {
                return string;
            }
            index = (index + 1) & (strings.length - 1);
        }
    }

    /** The string whose bytes are the {@code length} ones at {@code address}; for tables with several words per string. */
    String string(final long address, final int length) {
        final Indices current = indices;
        final int index = indexOf(current, address, length);
        // ORDER: acquire. Pairs with the release in put.
        final String string = (String) STRINGS.getAcquire(current.strings, index);
        return string != null ? string : add(address, length);
    }

    private int indexOf(final Indices current, final long address, final int length) {
        long hash = 0;
        for (int i = 0; i < wordsPerString; i++) {
            hash = mixed(hash, wordAt(address, i, length));
        }
        int index = (int) (hash >>> current.shift);
        while (true) {
            // ORDER: acquire. Pairs with the release in put.
            if (STRINGS.getAcquire(current.strings, index) == null || same(current, index, address, length)) {
                return index;
            }
            index = (index + 1) & (current.strings.length - 1);
        }
    }

    private boolean same(final Indices current, final int index, final long address, final int length) {
        for (int i = 0; i < wordsPerString; i++) {
            if (current.words[index * wordsPerString + i] != wordAt(address, i, length)) {
                return false;
            }
        }
        return true;
    }

    private String add(final long word) {
        final byte[] bytes = new byte[Long.BYTES - Long.numberOfLeadingZeros(word) / Byte.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (word >>> (i * Byte.SIZE));
        }
        return keep(new long[] {word}, new String(bytes, charset));
    }

    private String add(final long address, final int length) {
        final long[] words = new long[wordsPerString];
        for (int i = 0; i < wordsPerString; i++) {
            words[i] = wordAt(address, i, length);
        }
        return keep(words, text(address, textBytes(address, length), charset));
    }

    private synchronized String keep(final long[] words, final String string) {
        if (2 * (count + 1) > indices.strings.length && count < STRINGS_MAX) {
            indices = grown(indices);
        }
        final int index = indexOf(indices, words);
        final String kept = indices.strings[index];
        if (kept != null) {
            return kept;
        }
        if (count < STRINGS_MAX) {
            put(indices, index, words, string);
            count++;
        }
        return string;
    }

    private Indices grown(final Indices old) {
        final Indices grown = new Indices(old.strings.length * 2, wordsPerString);
        final long[] words = new long[wordsPerString];
        for (int i = 0; i < old.strings.length; i++) {
            if (old.strings[i] != null) {
                System.arraycopy(old.words, i * wordsPerString, words, 0, wordsPerString);
                put(grown, indexOf(grown, words), words, old.strings[i]);
            }
        }
        return grown;
    }

    private int indexOf(final Indices current, final long[] words) {
        long hash = 0;
        for (final long word : words) {
            hash = mixed(hash, word);
        }
        int index = (int) (hash >>> current.shift);
        while (current.strings[index] != null && !same(current, index, words)) {
            index = (index + 1) & (current.strings.length - 1);
        }
        return index;
    }

    private boolean same(final Indices current, final int index, final long[] words) {
        final int start = index * wordsPerString;
        return Arrays.equals(current.words, start, start + wordsPerString, words, 0, wordsPerString);
    }

    private void put(final Indices current, final int index, final long[] words, final String string) {
        System.arraycopy(words, 0, current.words, index * wordsPerString, wordsPerString);
        // ORDER: release. Pairs with the acquire in the lookups.
        STRINGS.setRelease(current.strings, index, string);
    }

    /** For the first word this is one multiplication, whose high bits are good; later ones are folded in. */
    private static long mixed(final long hash, final long word) {
        return ((hash ^ (hash >>> 32)) ^ word) * MIX;
    }

    private static long wordAt(final long address, final int wordIndex, final int length) {
        final int start = wordIndex * Long.BYTES;
        if (start + Long.BYTES <= length) {
            return Memory.getLong(address + start);
        }
        long word = 0;
        for (int i = start; i < length; i++) {
            word |= (Memory.getByte(address + i) & 0xFFL) << ((i - start) * Byte.SIZE);
        }
        return word;
    }

    /** How many of {@code length} bytes are left without the zeros at the end. */
    static int textBytes(final long address, final int length) {
        int bytes = length;
        while (bytes > 0 && Memory.getByte(address + bytes - 1) == 0) {
            bytes--;
        }
        return bytes;
    }

    /** A new string of {@code length} bytes. */
    static String text(final long address, final int length, final Charset charset) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = Memory.getByte(address + i);
        }
        return new String(bytes, charset);
    }
}
