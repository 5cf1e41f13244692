package campus.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text file in UTF-8 to which lines are added, and from which lines are removed at the same time, perhaps by another
 * program. A line that was added survives kill -9. Only the owner may read the file.
 */
public final class LineFile {

    private final Path file;

    /** @param file created with the first line */
    public LineFile(Path file) {
        this.file = file;
    }

    /**
     * Adds a line.
     *
     * @param line without a line break
     * @throws IOException if it cannot be written
     */
    public synchronized void append(String line) throws IOException {
        try (FileChannel channel = lock()) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            long end = channel.size();
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
        }
    }

    /**
     * The number of lines that meet a condition; 0 if there is no file.
     *
     * @throws IOException if the file cannot be read
     */
    public long count(Predicate<String> condition) throws IOException {
        return Files.exists(file) ? lines(Files.readAllBytes(file)).stream().filter(condition).count() : 0;
    }

    /**
     * Removes the lines that meet a condition. Readers see the file as it was before, or as it is after.
     *
     * @return the number of lines removed
     * @throws IOException if the file cannot be read or written; then it stays as it was
     */
    public synchronized long removeIf(Predicate<String> condition) throws IOException {
        if (count(condition) == 0) {
            return 0;
        }
        try (FileChannel channel = lock()) {
            // By this channel: on POSIX systems, closing another one of the same file would release the lock.
            List<String> lines = lines(Channels.newInputStream(channel).readAllBytes());
            List<String> kept = lines.stream().filter(condition.negate()).toList();
            PrivateFile.write(file, kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
            return lines.size() - kept.size();
        }
    }

    private static List<String> lines(byte[] text) {
        // Decodes leniently, so that a line that is not UTF-8 does not keep the others from being removed.
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    /** The locked file. Another program may replace the file while this one waits for the lock; then it tries again. */
    private FileChannel lock() throws IOException {
        while (true) {
            PrivateFile.create(file);
            Object identity = identity();
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                channel.lock();
                if (Objects.equals(identity, identity())) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
