package campus.sink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From many threads to one file: what came while the last group was being written is the next group, so a group is
 * one line when there is little to do and hundreds when there is much. Whoever finds the queue full waits.
 */
final class LineQueue implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LineQueue.class);
    private static final int MAX_LINES = 10_000;
    private static final int MAX_BYTES = 64 << 20;
    private static final int GROUP_BYTES = 1 << 20;

    /** @param done is told when the line is in the file (null), or why it is not */
    private record Entry(byte[] line, Consumer<Throwable> done) {
    }

    private final LineWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private volatile Thread thread;

    LineQueue(LineWriter writer) {
        this.writer = writer;
    }

    /**
     * Has a line written.
     *
     * @param done is told on the writer's thread, in the order of the lines
     * @throws InterruptedException       where the caller is not to wait any longer
     * @throws RejectedExecutionException after {@link #close}
     */
    void add(byte[] line, Consumer<Throwable> done) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (waiting.size() >= MAX_LINES || bytes >= MAX_BYTES)) {
                room.await();
            }
            if (closed) {
                throw new RejectedExecutionException("the line comes too late: its file is closed");
            }
            waiting.add(new Entry(line, done));
            bytes += line.length;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this is the writer's own thread, which must not wait for itself but {@link #writeNow}. */
    boolean isWriter() {
        return Thread.currentThread() == thread;
    }

    /** Writes a line on the writer's own thread, before those that wait. */
    void writeNow(byte[] line) throws IOException {
        writer.write(List.of(line));
    }

    /** Writes until the queue is closed and empty. An interrupt ends nothing. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        for (List<Entry> group = next(); !group.isEmpty(); group = next()) {
            write(group);
        }
        thread = null;
        try {
            writer.close();
        } catch (IOException e) {
            LOG.warn("A file of lines could not be closed", e);
        }
    }

    /** Everything that waits, up to the size of a group; nothing at the end. */
    private List<Entry> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<Entry> group = new ArrayList<>(waiting.size());
            long size = 0;
            while (!waiting.isEmpty() && (group.isEmpty() || size + waiting.peek().line.length <= GROUP_BYTES)) {
                size += waiting.peek().line.length;
                group.add(waiting.remove());
            }
            bytes -= size;
            room.signalAll();
            return group;
        } finally {
            lock.unlock();
        }
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
                tell(entry, failure);
            }
            rest = rest.subList(written, rest.size());
        }
    }

    private static void tell(Entry entry, Throwable failure) {
        try {
            entry.done.accept(failure);
        } catch (RuntimeException | Error e) {
            LOG.error("What follows a written line failed; the next lines are written", e);
        }
    }

    /** Takes no more lines; those that wait are still written. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many lines wait to be written. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
