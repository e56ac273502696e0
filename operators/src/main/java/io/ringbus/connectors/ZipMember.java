// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** One member of a zip archive, checked against its checksum at the end, which {@link ZipFile} leaves undone. */
final class ZipMember extends FilterInputStream {
    private static final int NAMES_SHOWN = 5;

    private final ZipFile archive;
    private final CRC32 crc;
    private final ZipEntry entry;

    private ZipMember(final ZipFile archive, final ZipEntry entry, final CRC32 crc) throws IOException {
        super(new CheckedInputStream(archive.getInputStream(entry), crc));
        this.archive = archive;
        this.entry = entry;
        this.crc = crc;
    }

    /** Opens {@code member}, or the only one when that is empty. */
    static InputStream open(final Path path, final String member) throws IOException {
        final ZipFile archive;
        try {
            archive = new ZipFile(path.toFile());
        } catch (final ZipException broken) {
            throw new IOException(
                    path + ": not a whole zip archive (" + broken.getMessage() + "): fetch or pack it again", broken);
        }
        try {
            return new ZipMember(archive, find(archive, path, member), new CRC32());
        } catch (final IOException failed) {
            archive.close();
            throw failed;
        }
    }

    private static ZipEntry find(final ZipFile archive, final Path path, final String member) throws IOException {
        final List<? extends ZipEntry> files =
                archive.stream().filter(candidate -> !candidate.isDirectory()).toList();
        if (member.isEmpty()) {
            if (files.size() == 1) {
                return files.get(0);
            }
            throw new IOException(path + ": members=" + files.size() + ", but without a name there must be 1: write "
                    + path.getFileName() + "!member with one of " + names(files));
        }
        for (final ZipEntry file : files) {
            if (file.getName().equals(member)) {
                return file;
            }
        }
        throw new FileNotFoundException(path + ": no member '" + member + "': use one of " + names(files));
    }

    private static String names(final List<? extends ZipEntry> files) {
        return files.stream()
                .limit(NAMES_SHOWN)
                .map(ZipEntry::getName)
                .collect(Collectors.joining(", ", "[", files.size() > NAMES_SHOWN ? ", …]" : "]"));
    }

    @Override
    public int read() throws IOException {
        final int value = in.read();
        if (value < 0) {
            check();
        }
        return value;
    }

    @Override
    public int read(final byte[] target, final int offset, final int length) throws IOException {
        final int count = in.read(target, offset, length);
        if (count < 0) {
            check();
        }
        return count;
    }

    private void check() throws ZipException {
        if (entry.getCrc() >= 0 && entry.getCrc() != crc.getValue()) {
            throw new ZipException("the checksum differs");
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
