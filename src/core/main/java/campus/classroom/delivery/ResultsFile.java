package campus.classroom.delivery;

import campus.base.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results file, to which accepted solutions are added as lines (lab sheet 2, section 3). It has one writer at a
 * time, also among several programs. Only its owner may read it.
 *
 * @param file created with the first line
 */
public record ResultsFile(Path file) {

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
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw e instanceof IOException known ? known
                    : new IOException(file + " is being written by another teacher", e);
        }
    }

    /** The locked file. */
    record Writer(FileChannel channel) implements Closeable {

        /** Adds lines at the end, after a line feed that may be missing there. */
        void append(List<String> lines) throws IOException {
            if (lines.isEmpty()) {
                return;
            }
            String begin = endsWithinALine() ? "\n" : "";
            ByteBuffer bytes = bytes(lines.stream().map(line -> line + "\n")
                    .collect(Collectors.joining("", begin, "")));
            long end = channel.size();
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
        }

        private boolean endsWithinALine() throws IOException {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }

        /**
         * Adds the lines that the file does not hold, in their order. A last line that is the beginning of one of them
         * was cut off by a kill or a full disk, and is replaced by the whole line.
         */
        void complete(Collection<String> lines) throws IOException {
            byte[] content = Channels.newInputStream(channel.position(0)).readAllBytes();
            int end = content.length;
            while (end > 0 && content[end - 1] != '\n') {
                end--;
            }
            Set<String> present = new HashSet<>(new String(content, StandardCharsets.UTF_8).lines().toList());
            List<String> missing = lines.stream().filter(line -> !present.contains(line)).toList();
            ByteBuffer rest = ByteBuffer.wrap(content, end, content.length - end);
            if (rest.hasRemaining() && missing.stream().anyMatch(line -> startsWith(bytes(line), rest))) {
                channel.truncate(end);
            }
            append(missing);
        }

        private static boolean startsWith(ByteBuffer line, ByteBuffer beginning) {
            return line.remaining() > beginning.remaining()
                    && line.slice(0, beginning.remaining()).equals(beginning.slice());
        }

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
