package campus.sink;

import campus.base.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that grows by whole writes at its end (O_APPEND), so that the lines of two writers do not mix. After a write
 * that fails the file is cut back to its size before, unless another process has appended in the meantime.
 *
 * @param path    its name
 * @param sync    whether the bytes of {@link #append} must survive a power failure
 * @param channel the open file
 * @param fileKey tells it from another file of the same name; null if the file system has no such key
 */
record AppendFile(Path path, boolean sync, FileChannel channel, Object fileKey) implements Closeable {

    /** Opens a file, as {@link FileChannel#open(Path, OpenOption...)} does. */
    interface Opener {
        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    /**
     * Opens a file; creates it and its folder if they do not exist. If a crash has cut off the last line, a line feed
     * is added.
     *
     * @param sync whether the bytes of {@link #append} must survive a power failure
     */
    static AppendFile open(Path path, boolean sync, Opener opener) throws IOException {
        PrivateFile.createFolders(path.toAbsolutePath().getParent());
        boolean created = Files.notExists(path);
        FileChannel channel = opener.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            AppendFile file = new AppendFile(path, sync, channel,
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
            if (file.endsWithinALine()) {
                file.append(ByteBuffer.wrap(new byte[] {'\n'}));
            }
            if (created && sync) {
                forceFolder(path.getParent());
            }
            return file;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private boolean endsWithinALine() throws IOException {
        long size = channel.size();
        if (size == 0) {
            return false;
        }
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** A new file survives a power failure only if its folder is forced to the disk too. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // On Windows a folder cannot be opened, and the file system does it.
        }
    }

    /** The size of the file, in bytes. */
    long size() throws IOException {
        return channel.size();
    }

    /** Whether another file, or no file, has this name now. */
    boolean isReplaced() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return fileKey == null ? found.size() != channel.size() : !fileKey.equals(found.fileKey());
        } catch (IOException e) {
            return true;
        }
    }

    /** Adds all bytes; if this throws, none. */
    void append(ByteBuffer bytes) throws IOException {
        long before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (sync) {
                channel.force(false);
            }
        } catch (IOException | RuntimeException | Error e) {
            cut(before, before + bytes.position(), e);
            throw e;
        }
    }

    private void cut(long before, long after, Throwable failure) {
        // An interrupt may have closed the channel; it would close the next one too.
        Thread.interrupted();
        try (FileChannel open = channel.isOpen() ? channel : FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (open.size() == after) {
                open.truncate(before);
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
