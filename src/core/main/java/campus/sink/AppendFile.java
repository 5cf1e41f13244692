package campus.sink;

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
 * A file to whose end bytes are added with one write (O_APPEND), so that two that do so do not mix within a line.
 * After a write that fails the file is cut back to what it was, unless another process has appended in the meantime.
 */
final class AppendFile implements Closeable {

    /** How a file is opened: {@link FileChannel#open(Path, OpenOption...)}. */
    interface Opener {
        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    private final Path path;
    private final boolean sync;
    private final FileChannel channel;
    private final Object key;

    private AppendFile(Path path, boolean sync, FileChannel channel) throws IOException {
        this.path = path;
        this.sync = sync;
        this.channel = channel;
        this.key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /**
     * Opens a file, and creates it and its folder where they are not there. A last line that a crash has cut off stays,
     * alone on its line.
     *
     * @param sync whether {@link #append} is to survive a power failure
     */
    static AppendFile open(Path path, boolean sync, Opener opener) throws IOException {
        Files.createDirectories(path.getParent());
        boolean created = Files.notExists(path);
        FileChannel channel = opener.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            AppendFile file = new AppendFile(path, sync, channel);
            if (file.torn()) {
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

    private boolean torn() throws IOException {
        long size = channel.size();
        if (size == 0) {
            return false;
        }
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** A new file survives a power failure when its folder has been forced too. */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Where a folder cannot be opened (Windows) the file system sees to it.
            return;
        }
    }

    /** How many bytes it has. */
    long size() throws IOException {
        return channel.size();
    }

    /** Whether its name has become that of another file, or of none. */
    boolean replaced() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return key == null ? found.size() != channel.size() : !key.equals(found.fileKey());
        } catch (IOException e) {
            return true;
        }
    }

    /** Adds bytes, all of them or, where this throws, none. */
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
        // If it was an interrupt that closed the channel, it would close the next one as well.
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
