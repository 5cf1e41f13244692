package campus.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files that only their owner may read and write, in folders that others may read, if the file system has POSIX
 * permissions.
 */
public final class PrivateFile {

    /** On POSIX systems, closing another channel of a locked file would release the lock. */
    private static final Map<Path, FileChannel> LOCKED = new HashMap<>();

    private PrivateFile() {
    }

    /** Creates an empty file, and its folders, unless the file exists. */
    public static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        createFolders(file.toAbsolutePath().getParent());
        try {
            Files.createFile(file, permissions("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Another program has just created it, with the same permissions.
        }
    }

    /** Creates a folder, and those above it, in which only the owner may change files, whatever the umask is. */
    public static void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, permissions("rwxr-xr-x"));
        }
    }

    private static FileAttribute<?>[] permissions(String posix) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))}
                : new FileAttribute<?>[0];
    }

    /**
     * Locks a file until the channel is closed; creates the file if it does not exist.
     *
     * @return the locked file; empty if another program, or another part of this one, has it
     */
    public static synchronized Optional<FileChannel> tryLock(Path file) throws IOException {
        create(file);
        Path path = file.toRealPath();
        if (LOCKED.containsKey(path) && LOCKED.get(path).isOpen()) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                LOCKED.put(path, channel);
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // The same class, loaded a second time.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /** Writes a file in UTF-8, replacing an old one as a whole: readers see the old text or the new text. */
    public static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        create(draft);
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
