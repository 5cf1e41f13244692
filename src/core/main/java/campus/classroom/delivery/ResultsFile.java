package campus.classroom.delivery;

import campus.base.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file of results, to which accepted solutions are added as whole lines (lab sheet 2, section 3). One writer at a
 * time, whatever the program; its owner alone may read it.
 */
public final class ResultsFile {

    private final Path file;

    public ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Opens the file for writing, making it if need be, and waits until no other program writes it.
     *
     * @throws IOException where it cannot be opened
     */
    Writer open() throws IOException {
        PrivateFile.create(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return new Writer(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(file + " is being written by another teacher", e);
        }
    }

    /** The locked file. */
    final class Writer implements Closeable {

        private final FileChannel channel;

        private Writer(FileChannel channel) {
            this.channel = channel;
        }

        /** Where the next line begins: the size of the file, once its last line has an end. */
        long end() throws IOException {
            long size = channel.size();
            if (size > 0 && read(size - 1, 1)[0] != '\n') {
                write(size, new byte[] {'\n'});
            }
            return channel.size();
        }

        /** Writes at a position; safe on disk when this returns. */
        void write(long position, byte[] text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes, position + bytes.position());
            }
            channel.force(false);
        }

        /**
         * Completes what an earlier {@link #write} may have done in part, or not at all.
         *
         * @return false where something else stands there, so that nothing was written
         */
        boolean finish(long position, byte[] text) throws IOException {
            long there = channel.size() - position;
            if (there < 0) {
                return false;
            }
            byte[] found = read(position, (int) Math.min(there, text.length));
            if (!Arrays.equals(found, Arrays.copyOf(text, found.length))) {
                return false;
            }
            if (found.length < text.length) {
                write(position, text);
            }
            return true;
        }

        /** The lines, in a list of one's own. */
        List<String> lines() throws IOException {
            // By this channel: on POSIX systems, closing another one on the same file would give up the lock.
            String text = new String(read(0, Math.toIntExact(channel.size())), StandardCharsets.UTF_8);
            return text.lines().collect(Collectors.toCollection(ArrayList::new));
        }

        private byte[] read(long position, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                // until it is full
            }
            return bytes.array();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
