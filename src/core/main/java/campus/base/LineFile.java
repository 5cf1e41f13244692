package campus.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text file in UTF-8 to which lines are added, and from which lines are removed at the same time, perhaps by another
 * program: it has one writer at a time. A line that was added survives kill -9. Only the owner may read the file.
 *
 * @param file created with the first line
 */
public record LineFile(Path file) {

    /**
     * Adds lines at the end, after a line feed that may be missing there.
     *
     * @param lines without line breaks
     * @throws IOException if they cannot be written, or another thread of this program has the file locked
     */
    public synchronized void append(List<String> lines) throws IOException {
        try (FileChannel channel = lock()) {
            append(lines, channel);
        }
    }

    private static void append(List<String> lines, FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean cut = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
        ByteBuffer bytes = ByteBuffer.wrap(((cut ? "\n" : "") + text(lines)).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes, end + bytes.position());
        }
    }

    /**
     * Adds the lines that the file does not hold, in their order. A last line that is the beginning of one of them was
     * cut off by a kill or a full disk, and is replaced by the whole line.
     *
     * @throws IOException as {@link #append}
     */
    public synchronized void complete(List<String> lines) throws IOException {
        try (FileChannel channel = lock()) {
            byte[] content = Channels.newInputStream(channel).readAllBytes();
            int end = content.length;
            while (end > 0 && content[end - 1] != '\n') {
                end--;
            }
            byte[] rest = Arrays.copyOfRange(content, end, content.length);
            Set<String> present = new HashSet<>(lines(content));
            List<String> missing = lines.stream().filter(line -> !present.contains(line)).toList();
            if (rest.length > 0 && missing.stream().anyMatch(line -> begins(line, rest))) {
                channel.truncate(end);
            }
            if (!missing.isEmpty()) {
                append(missing, channel);
            }
        }
    }

    private static boolean begins(String line, byte[] beginning) {
        return Arrays.mismatch(line.getBytes(StandardCharsets.UTF_8), beginning) == beginning.length;
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
            PrivateFile.write(file, text(kept));
            return lines.size() - kept.size();
        }
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
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
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new IOException(file + " is being written by another teacher", e);
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
