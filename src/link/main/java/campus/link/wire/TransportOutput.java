package campus.link.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What Paho sends, many packets in one write. Paho flushes every packet; here a writer of its own takes whatever has
 * gathered since its last write, so that a lone packet leaves at once and a stream of packets leaves in few system
 * calls. A failed write fails the next packet.
 */
final class TransportOutput extends OutputStream {

    private static final int MAX_GATHERED = 1 << 20;
    private static final int INITIAL = 1 << 14;
    private static final long FIRST_WORD_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final OutputStream socket;
    private final Runnable broken;
    private byte[] gathered = new byte[INITIAL];
    private byte[] leaving = new byte[INITIAL];
    private int count;
    private byte[] between = new byte[0];
    private boolean begun;
    private boolean within;
    private boolean flushed;
    private boolean writing;
    private boolean closed;
    private IOException failure;

    /** @param broken called when a write has failed */
    TransportOutput(OutputStream socket, String name, Runnable broken) {
        this.socket = socket;
        this.broken = broken;
        Thread writer = new Thread(this::writeAll, name);
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            notifyAll();
        }
        while (count >= MAX_GATHERED && !closed && failure == null) {
            pause(0);
        }
        requireOpen();
        within = true;
        gather(bytes, offset, length);
    }

    private void gather(byte[] bytes, int offset, int length) {
        if (gathered.length < count + length) {
            gathered = Arrays.copyOf(gathered, Math.max(2 * gathered.length, count + length));
        }
        System.arraycopy(bytes, offset, gathered, count, length);
        count += length;
    }

    /** Paho flushes at the end of each packet, and only there. */
    @Override
    public synchronized void flush() throws IOException {
        requireOpen();
        within = false;
        if (between.length > 0) {
            gather(between, 0, between.length);
            between = new byte[0];
        }
        leave();
    }

    /** Sends a whole packet, not in the midst of one of Paho's. */
    synchronized void send(byte[] packet) throws IOException {
        while (count + between.length >= MAX_GATHERED && !closed && failure == null) {
            pause(0);
        }
        requireOpen();
        if (within) {
            between = Arrays.copyOf(between, between.length + packet.length);
            System.arraycopy(packet, 0, between, between.length - packet.length, packet.length);
        } else {
            gather(packet, 0, packet.length);
            leave();
        }
    }

    private void leave() {
        if (count > 0 && !flushed) {
            flushed = true;
            notifyAll();
        }
    }

    /** Returns when Paho has written something, or tried to. */
    synchronized void awaitFirstWrite() {
        long end = System.nanoTime() + FIRST_WORD_NANOS;
        for (long left = FIRST_WORD_NANOS; !begun && left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Waits until what was flushed is written, no longer than that. */
    synchronized void awaitWritten(long nanos) {
        long end = System.nanoTime() + nanos;
        while (!closed && failure == null && (flushed && count > 0 || writing)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            pause(left);
        }
    }

    /** Gives the writer a moment for what was flushed, such as a DISCONNECT, then stops it. */
    @Override
    public synchronized void close() {
        awaitWritten(LAST_WORDS_NANOS);
        closed = true;
        notifyAll();
    }

    private void requireOpen() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (closed) {
            throw new IOException("closed");
        }
    }

    private void writeAll() {
        try {
            for (int length = take(); length > 0; length = take()) {
                socket.write(leaving, 0, length);
                socket.flush();
            }
        } catch (IOException e) {
            fail(e);
            broken.run();
        }
    }

    /** Swaps the two buffers as soon as something was flushed; 0 at the end. */
    private synchronized int take() {
        writing = false;
        notifyAll();
        while (!closed && !(flushed && count > 0)) {
            pause(0);
        }
        if (closed) {
            return 0;
        }
        byte[] full = gathered;
        gathered = leaving;
        leaving = full;
        int length = count;
        count = 0;
        flushed = false;
        writing = true;
        notifyAll();
        return length;
    }

    private synchronized void fail(IOException e) {
        failure = e;
        notifyAll();
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }
}
