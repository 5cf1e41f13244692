package campus.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses the files of one sink that nothing is added to any more: {@code NAME.jsonl} becomes {@code NAME.jsonl.gz},
 * with its permissions and its time. What a crash interrupts is done by the next {@link #compress}: until the compressed
 * file is whole it has another name, and then the other is removed.
 *
 * @param files how the files are called
 * @param open  those that are being written
 */
record ClosedFiles(LineFolder files, OpenFiles open) {

    private static final Logger LOG = LoggerFactory.getLogger(ClosedFiles.class);
    private static final int CHUNK = 1 << 16;

    /** Compresses all of them, the oldest first; what fails is logged, and left for the next time. */
    void compress() {
        try {
            for (Path file : closed()) {
                compress(file);
            }
        } catch (IOException | RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("Closed files in {} are not compressed yet: {}", files.folder(), e.toString());
            }
        }
    }

    private List<Path> closed() throws IOException {
        synchronized (open) {
            return files.closed().stream().filter(file -> !open.contains(file)).toList();
        }
    }

    private void compress(Path file) throws IOException {
        Path compressed = file.resolveSibling(file.getFileName() + ".gz");
        if (Files.exists(compressed)) {
            removeIfSame(file, compressed);
            return;
        }
        Path part = file.resolveSibling(file.getFileName() + ".gz.part");
        try {
            long size = write(file, part);
            synchronized (open) {
                if (!open.contains(file) && Files.size(file) == size) {
                    Files.move(part, compressed, StandardCopyOption.ATOMIC_MOVE);
                    AppendFile.forceFolder(file.getParent());
                    Files.delete(file);
                }
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Where a crash came between the two last steps. */
    private static void removeIfSame(Path file, Path compressed) throws IOException {
        try (InputStream left = Files.newInputStream(file);
             InputStream right = new GZIPInputStream(Files.newInputStream(compressed), CHUNK)) {
            byte[] expected;
            do {
                expected = left.readNBytes(CHUNK);
                if (!Arrays.equals(expected, right.readNBytes(CHUNK))) {
                    LOG.warn("{} is not compressed: {} is there and holds something else", file, compressed);
                    return;
                }
            } while (expected.length > 0);
        }
        Files.delete(file);
    }

    /** How many bytes were read. */
    private static long write(Path file, Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
             GZIPOutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel), CHUNK)) {
            copyOwner(file, part);
            long size = Files.copy(file, out);
            out.finish();
            Files.setLastModifiedTime(part, Files.getLastModifiedTime(file));
            channel.force(true);
            return size;
        }
    }

    /** Before anything is in it, so that nobody reads what he may not. */
    private static void copyOwner(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null) {
            PosixFileAttributes attributes = Files.readAttributes(from, PosixFileAttributes.class);
            PosixFileAttributes own = view.readAttributes();
            if (!own.owner().equals(attributes.owner()) || !own.group().equals(attributes.group())) {
                view.setOwner(attributes.owner());
                view.setGroup(attributes.group());
            }
            view.setPermissions(attributes.permissions());
        }
    }
}
