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
 * The results file, to which accepted solutions are added as lines (lab sheet 2, section 3). It has one writer at a
 * time, also among several programs. Only its owner may read it.
 */
public final class ResultsFile {

    private final Path file;

    /** @param file created with the first line */
    public ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Opens the file, creates it if it does not exist, and waits for its lock.
     *
     * @throws IOException if it cannot be opened, or another thread of this program has the lock
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

        /** The position of the next line: the end of the file, after a line feed that may have been missing. */
        long end() throws IOException {
            long size = channel.size();
            if (size > 0 && read(size - 1, 1)[0] != '\n') {
                write(size, new byte[] {'\n'});
            }
            return channel.size();
        }

        /** Writes at a position, and forces the file to the disk. */
        void write(long position, byte[] text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes, position + bytes.position());
            }
            channel.force(false);
        }

        /**
         * Completes an earlier {@link #write} that may have been interrupted.
         *
         * @return false if other text is at this position, so that nothing was written
         */
        boolean finish(long position, byte[] text) throws IOException {
            long present = channel.size() - position;
            if (present < 0) {
                return false;
            }
            byte[] found = read(position, (int) Math.min(present, text.length));
            if (!Arrays.equals(found, Arrays.copyOf(text, found.length))) {
                return false;
            }
            if (found.length < text.length) {
                write(position, text);
            }
            return true;
        }

        /** The lines of the file, in a new list. */
        List<String> lines() throws IOException {
            // By this channel: on POSIX systems, closing another one of the same file would release the lock.
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
