package campus.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A file on a disk that fails as a test wants, and that counts its calls. */
final class FaultyChannel extends FileChannel {

    /** A step that may fail. */
    interface Step {
        void run() throws IOException;
    }

    /** The disk of all files that are opened with it: its free bytes, the size of a write, and its calls. */
    static final class Disk implements AppendFile.Opener {
        int room = Integer.MAX_VALUE;
        int most = Integer.MAX_VALUE;
        Step beforeForce = () -> { };
        int writes;
        int forces;

        @Override
        public FileChannel open(Path path, OpenOption... options) throws IOException {
            return new FaultyChannel(this, FileChannel.open(path, options));
        }
    }

    private final Disk disk;
    private final FileChannel file;

    private FaultyChannel(Disk disk, FileChannel file) {
        this.disk = disk;
        this.file = file;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        disk.writes++;
        if (disk.room == 0) {
            throw new IOException("No space left on device");
        }
        int count = Math.min(source.remaining(), Math.min(disk.room, disk.most));
        ByteBuffer part = source.slice(source.position(), count);
        file.write(part);
        source.position(source.position() + count);
        disk.room -= count;
        return count;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        disk.forces++;
        disk.beforeForce.run();
        try {
            file.force(metaData);
        } catch (ClosedByInterruptException e) {
            close();
            throw e;
        }
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
