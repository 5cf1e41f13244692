package campus.sink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From many threads to one file. The lines that arrive while a group is being written are the next group: one line
 * under low load, hundreds under high load. {@link #add} waits while the queue is full.
 */
final class LineQueue implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LineQueue.class);
    private static final int MAX_LINES = 10_000;
    private static final int MAX_BYTES = 64 << 20;
    private static final int GROUP_BYTES = 1 << 20;

    /** @param done receives null when the line is in the file, else the reason why it is not */
    private record Entry(byte[] line, Consumer<Throwable> done) {
    }

    private final LineWriter writer;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private volatile Thread thread;

    LineQueue(LineWriter writer) {
        this.writer = writer;
    }

    /**
     * Adds a line to be written.
     *
     * @param done is called on the writer's thread, in the order of the lines, with null or the failure
     * @throws InterruptedException       if the calling thread is interrupted while the queue is full
     * @throws RejectedExecutionException after {@link #close}
     */
    synchronized void add(byte[] line, Consumer<Throwable> done) throws InterruptedException {
        while (!closed && (waiting.size() >= MAX_LINES || bytes >= MAX_BYTES)) {
            wait();
        }
        if (closed) {
            throw new RejectedExecutionException("the line comes too late: its file is closed");
        }
        waiting.add(new Entry(line, done));
        bytes += line.length;
        notifyAll();
    }

    /** Whether this is the writer's own thread; it calls {@link #writeNow}, as it cannot wait for itself. */
    boolean isWriter() {
        return Thread.currentThread() == thread;
    }

    /** Writes a line on the writer's own thread, before the lines in the queue. */
    void writeNow(byte[] line) throws IOException {
        writer.write(List.of(line));
    }

    /** Writes until the queue is closed and empty. Interrupts are ignored. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        for (List<Entry> group = next(); !group.isEmpty(); group = next()) {
            write(group);
        }
        thread = null;
        IOHelper.close(writer, "a file of lines", LOG);
    }

    /** The next lines, up to the size of a group; empty when the queue is closed and empty. */
    private synchronized List<Entry> next() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Only close() ends the queue.
            }
        }
        List<Entry> group = new ArrayList<>(waiting.size());
        long size = 0;
        while (!waiting.isEmpty() && (group.isEmpty() || size + waiting.peek().line.length <= GROUP_BYTES)) {
            size += waiting.peek().line.length;
            group.add(waiting.remove());
        }
        bytes -= size;
        notifyAll();
        return group;
    }

    private void write(List<Entry> group) {
        List<Entry> rest = group;
        while (!rest.isEmpty()) {
            int written = rest.size();
            Throwable failure = null;
            try {
                written = writer.write(rest.stream().map(Entry::line).toList());
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            for (Entry entry : rest.subList(0, written)) {
                complete(entry, failure);
            }
            rest = rest.subList(written, rest.size());
        }
    }

    private static void complete(Entry entry, Throwable failure) {
        try {
            entry.done.accept(failure);
        } catch (RuntimeException | Error e) {
            LOG.error("The step after a written line failed; the next lines are written", e);
        }
    }

    /** Refuses further lines; those in the queue are still written. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The number of lines in the queue. */
    synchronized int size() {
        return waiting.size();
    }
}
