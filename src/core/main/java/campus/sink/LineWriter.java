package campus.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Appends groups of lines to the files of a folder, each group whole or not at all.
 *
 * <p>What has been written survives the end of the process; with {@code sync} it survives a power failure too. The
 * file stays open; that it was renamed or removed is noticed with the first group a second later. For one thread, whose
 * interrupts are ignored.
 */
final class LineWriter implements Closeable {

    private static final long CHECK_MILLIS = 1000;

    private final LineFolder files;
    private final boolean sync;
    private final OpenFiles open;
    private final Runnable opened;
    private final AppendFile.Opener opener;

    private AppendFile file;
    private String stem;
    private int number;
    private long checked;

    /**
     * @param files  how the files are called
     * @param sync   whether a group is forced to the disk
     * @param open   the same for all writers of this process that may have the same file
     * @param opened is run when another file has been opened, so that one may have been closed
     * @param opener opens the files
     */
    LineWriter(LineFolder files, boolean sync, OpenFiles open, Runnable opened, AppendFile.Opener opener) {
        this.files = files;
        this.sync = sync;
        this.open = open;
        this.opened = opened;
        this.opener = opener;
    }

    /**
     * Appends as many of the lines as the file has room for, one at least; a missing line feed is added.
     *
     * @param lines one or more
     * @return how many, from the first one
     * @throws IOException where none of them was written; the next call opens the file again
     */
    int write(List<byte[]> lines) throws IOException {
        // What was meant for a step of the route would close the file.
        Thread.interrupted();
        synchronized (open) {
            try {
                long before = ready(length(lines.get(0)));
                int count = 0;
                int size = 0;
                while (count < lines.size() && (count == 0 || !files.full(before + size, length(lines.get(count))))) {
                    size = Math.addExact(size, length(lines.get(count++)));
                }
                file.append(join(lines.subList(0, count), size));
                return count;
            } catch (IOException | RuntimeException | Error e) {
                closeAfter(e);
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

    /** Opens the file that has room for a line of this length; its size. */
    private long ready(long first) throws IOException {
        String now = files.stem();
        if (file != null && (!now.equals(stem) || replaced())) {
            close();
        }
        if (file == null) {
            open(now, files.highest(now));
        }
        while (files.full(file.size(), first)) {
            int highest = files.highest(now);
            close();
            open(now, highest > number ? highest : number + 1);
        }
        return file.size();
    }

    /** Looked at once a second. */
    private boolean replaced() {
        long now = files.clock().millis();
        if (now >= checked && now - checked < CHECK_MILLIS) {
            return false;
        }
        checked = now;
        return file.replaced();
    }

    private void open(String newStem, int newNumber) throws IOException {
        stem = newStem;
        number = newNumber;
        checked = files.clock().millis();
        Path path = files.file(stem, number);
        file = AppendFile.open(path, sync, opener);
        open.add(path);
        opened.run();
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Closes the file; the next line opens it again. */
    @Override
    public void close() throws IOException {
        AppendFile last = file;
        file = null;
        if (last != null) {
            synchronized (open) {
                open.remove(files.file(stem, number));
                last.close();
            }
        }
    }
}
