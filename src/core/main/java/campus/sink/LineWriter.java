package campus.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.camel.util.IOHelper;

/**
 * Appends groups of lines to the files of a folder, each group whole or not at all.
 *
 * <p>A written group survives the end of the process; with {@code sync} it survives a power failure too. The file stays
 * open. If it was renamed or removed, the first group after a second goes to a new file. Used by one thread, whose
 * interrupts are ignored.
 */
final class LineWriter implements Closeable {

    private static final long CHECK_MILLIS = 1000;

    private final LineFolder files;
    private final boolean sync;
    private final Object lock;
    private final AppendFile.Opener opener;

    private AppendFile file;
    private String stem;
    private int number;
    private long checked;

    /**
     * @param files  the names of the files
     * @param sync   whether each group is forced to the disk
     * @param lock   shared by all writers of this process that may have the same file
     * @param opener opens the files
     */
    LineWriter(LineFolder files, boolean sync, Object lock, AppendFile.Opener opener) {
        this.files = files;
        this.sync = sync;
        this.lock = lock;
        this.opener = opener;
    }

    /**
     * Appends as many of the lines as the file has room for, at least one; a missing line feed is added.
     *
     * @param lines one or more
     * @return the number of lines written, from the first
     * @throws IOException if no line was written; the next call opens the file again
     */
    int write(List<byte[]> lines) throws IOException {
        // An interrupt of a later step of the route would close the file.
        Thread.interrupted();
        synchronized (lock) {
            try {
                long before = openFor(length(lines.get(0)));
                int count = 0;
                int size = 0;
                while (count < lines.size() && (count == 0 || !files.isFull(before + size, length(lines.get(count))))) {
                    size = Math.addExact(size, length(lines.get(count++)));
                }
                file.append(join(lines.subList(0, count), size));
                return count;
            } catch (IOException | RuntimeException | Error e) {
                IOHelper.close(this, "a file of lines", null);
                throw new IOException(files.file(files.stem(), number) + " cannot be written: " + e, e);
            }
        }
    }

    private static int length(byte[] line) {
        return endsLine(line) ? line.length : line.length + 1;
    }

    private static boolean endsLine(byte[] line) {
        return line.length > 0 && line[line.length - 1] == '\n';
    }

    private static ByteBuffer join(List<byte[]> lines, int size) {
        ByteBuffer group = ByteBuffer.allocate(size);
        for (byte[] line : lines) {
            group.put(line);
            if (!endsLine(line)) {
                group.put((byte) '\n');
            }
        }
        return group.flip();
    }

    /** Opens the file that has room for a line of this length, and returns the size of the file. */
    private long openFor(long length) throws IOException {
        String now = files.stem();
        if (file != null && (!now.equals(stem) || isReplaced())) {
            close();
        }
        if (file == null) {
            open(now, files.highest(now));
        }
        while (files.isFull(file.size(), length)) {
            int highest = files.highest(now);
            close();
            open(now, highest > number ? highest : number + 1);
        }
        return file.size();
    }

    /** Whether the file was renamed or removed, as far as a check once a second finds out. */
    private boolean isReplaced() {
        long now = files.clock().millis();
        if (now >= checked && now - checked < CHECK_MILLIS) {
            return false;
        }
        checked = now;
        return file.isReplaced();
    }

    private void open(String newStem, int newNumber) throws IOException {
        stem = newStem;
        number = newNumber;
        checked = files.clock().millis();
        file = AppendFile.open(files.file(stem, number), sync, opener);
    }

    /** Closes the file; the next line opens it again. */
    @Override
    public void close() throws IOException {
        AppendFile last = file;
        file = null;
        if (last != null) {
            last.close();
        }
    }
}
