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
 * A text file to which whole lines are added, with the operating system when the call returns (as in the ledger), and
 * from which lines are taken meanwhile, be it by another program. Its owner alone may read it.
 */
public final class LineFile {

    private final Path file;

    public LineFile(Path file) {
        this.file = file;
    }

    /**
     * Adds a line.
     *
     * @param line without a line break
     * @throws IOException where it could not be written
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

    /** How many lines are such; none where there is no file. */
    public long count(Predicate<String> condition) throws IOException {
        return Files.exists(file) ? lines(Files.readAllBytes(file)).stream().filter(condition).count() : 0;
    }

    /**
     * Takes lines out: readers see the file as it was or as it is then.
     *
     * @return how many
     * @throws IOException where it could not be read or written; then it is as it was
     */
    public synchronized long removeIf(Predicate<String> condition) throws IOException {
        if (count(condition) == 0) {
            return 0;
        }
        try (FileChannel channel = lock()) {
            // By this channel: on POSIX systems, closing another one on the same file would give up the lock.
            List<String> lines = lines(Channels.newInputStream(channel).readAllBytes());
            List<String> kept = lines.stream().filter(condition.negate()).toList();
            PrivateFile.write(file, kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
            return lines.size() - kept.size();
        }
    }

    private static List<String> lines(byte[] text) {
        // Whatever somebody has put in between, it must not stop the rest.
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    /** The file, held by this program alone; another may have put a new one in its place while this one waited. */
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
