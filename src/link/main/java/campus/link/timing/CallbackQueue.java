package campus.link.timing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs callbacks in order: one run of the executor for all that have gathered by then. */
public final class CallbackQueue {

    private final Executor executor;
    private final Deque<Runnable> callbacks = new ArrayDeque<>();
    private boolean running;

    /** @param executor runs the callbacks */
    public CallbackQueue(Executor executor) {
        this.executor = executor;
    }

    /** Adds a callback, and returns how many wait for {@link #run}. */
    public synchronized int add(Runnable callback) {
        callbacks.addLast(callback);
        return callbacks.size();
    }

    /** Begins to run what waits, and what is added meanwhile. */
    public synchronized void run() {
        if (!running && !callbacks.isEmpty()) {
            running = true;
            executor.execute(this::runAll);
        }
    }

    private void runAll() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized Runnable next() {
        running = !callbacks.isEmpty();
        return callbacks.pollFirst();
    }
}
