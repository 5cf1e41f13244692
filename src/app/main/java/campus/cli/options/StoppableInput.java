package campus.cli.options;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A stream that can be made to end while its reader waits for more: a read of standard input cannot be interrupted. */
public final class StoppableInput extends InputStream {

    private static final int SIZE = 1 << 16;
    private static final byte[] END = new byte[0];

    private final InputStream in;
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(4);
    private ByteArrayInputStream current = new ByteArrayInputStream(END);
    private boolean ended;
    private volatile IOException failure;
    private volatile boolean stopped;

    /** Begins to read. */
    public StoppableInput(InputStream in) {
        this.in = in;
        Thread reader = new Thread(this::readAll, "input");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        byte[] buffer = new byte[SIZE];
        try {
            byte[] piece;
            do {
                piece = piece(buffer);
                pieces.put(piece);
            } while (piece.length > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] piece(byte[] buffer) {
        try {
            return Arrays.copyOf(buffer, Math.max(0, in.read(buffer)));
        } catch (IOException e) {
            failure = e;
            return END;
        }
    }

    /** Makes it end now. */
    public void stop() {
        stopped = true;
        pieces.clear();
        // If there is no place, the reader has something to take too.
        pieces.offer(END);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (current.available() == 0 && !ended) {
            byte[] piece = take();
            current = new ByteArrayInputStream(piece);
            ended = stopped || piece.length == 0;
        }
        if (ended && !stopped && failure != null) {
            throw failure;
        }
        return ended ? -1 : current.read(bytes, offset, length);
    }

    private byte[] take() {
        try {
            return pieces.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return END;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
