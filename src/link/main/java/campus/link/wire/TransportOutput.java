package campus.link.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What is sent to the broker, many packets in one write. Paho flushes every packet; here a thread takes whatever has
 * gathered since its last write, so that a single packet leaves at once and a stream of packets leaves in few system
 * calls. A failed write fails the next packet.
 */
final class TransportOutput extends OutputStream {

    private static final int MAX_GATHERED = 1 << 20;
    private static final int INITIAL = 1 << 14;
    private static final long FIRST_WRITE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LAST_WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final OutputStream socket;
    private final Runnable broken;
    private byte[] gathered = new byte[INITIAL];
    private byte[] writing = new byte[INITIAL];
    private int count;
    /** Packets that wait for the end of one of Paho's. */
    private byte[] held = new byte[0];
    private boolean begun;
    private boolean withinPacket;
    private boolean flushed;
    private boolean isWriting;
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
        withinPacket = true;
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
        withinPacket = false;
        if (held.length > 0) {
            gather(held, 0, held.length);
            held = new byte[0];
        }
        wakeWriter();
    }

    /** Sends a whole packet; if Paho is within a packet of its own, after that. */
    synchronized void send(byte[] packet) throws IOException {
        while (count + held.length >= MAX_GATHERED && !closed && failure == null) {
            pause(0);
        }
        requireOpen();
        if (withinPacket) {
            held = Arrays.copyOf(held, held.length + packet.length);
            System.arraycopy(packet, 0, held, held.length - packet.length, packet.length);
        } else {
            gather(packet, 0, packet.length);
            wakeWriter();
        }
    }

    private void wakeWriter() {
        if (count > 0 && !flushed) {
            flushed = true;
            notifyAll();
        }
    }

    /** Returns when Paho has begun to write, or after five seconds. */
    synchronized void awaitFirstWrite() {
        long end = System.nanoTime() + FIRST_WRITE_NANOS;
        for (long left = FIRST_WRITE_NANOS; !begun && left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Waits until what was flushed is written, at most for this time. */
    synchronized void awaitWritten(long nanos) {
        long end = System.nanoTime() + nanos;
        while (!closed && failure == null && (flushed && count > 0 || isWriting)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            pause(left);
        }
    }

    /** Waits a short time until what was flushed is written, such as a DISCONNECT, then ends the thread. */
    @Override
    public synchronized void close() {
        awaitWritten(LAST_WRITE_NANOS);
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
                socket.write(writing, 0, length);
                socket.flush();
            }
        } catch (IOException e) {
            fail(e);
            broken.run();
        }
    }

    /** Swaps the two buffers as soon as something was flushed; returns its length, 0 at the end. */
    private synchronized int take() {
        isWriting = false;
        notifyAll();
        while (!closed && !(flushed && count > 0)) {
            pause(0);
        }
        if (closed) {
            return 0;
        }
        byte[] full = gathered;
        gathered = writing;
        writing = full;
        int length = count;
        count = 0;
        flushed = false;
        isWriting = true;
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
