package campus.cli.options;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A stream that can be made to end while its reader waits for more: a read of standard input cannot be interrupted. */
public final class StoppableInput extends InputStream {

    /** What was read. @param failure null if there is none */
    private record Piece(byte[] bytes, IOException failure) {
    }

    private static final int SIZE = 1 << 16;
    private static final Piece END = new Piece(new byte[0], null);

    private final InputStream in;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(4);
    private Piece current = END;
    private int position;
    private boolean ended;
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
            Piece piece;
            do {
                piece = piece(buffer);
                pieces.put(piece);
            } while (piece.bytes().length > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Piece piece(byte[] buffer) {
        try {
            int n = in.read(buffer);
            return n < 0 ? END : new Piece(Arrays.copyOf(buffer, n), null);
        } catch (IOException e) {
            return new Piece(new byte[0], e);
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
        if (position == current.bytes().length && !ended) {
            current = take();
            position = 0;
            ended = stopped || current.bytes().length == 0;
        }
        if (current.failure() != null) {
            throw current.failure();
        }
        if (ended) {
            return -1;
        }
        int n = Math.min(length, current.bytes().length - position);
        System.arraycopy(current.bytes(), position, bytes, offset, n);
        position += n;
        return n;
    }

    private Piece take() {
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
