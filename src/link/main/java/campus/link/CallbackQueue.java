package campus.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs callbacks in order: one run of the executor for all that have gathered by then. */
final class CallbackQueue {

    private final Executor executor;
    private final Deque<Runnable> callbacks = new ArrayDeque<>();

    CallbackQueue(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable callback) {
        synchronized (callbacks) {
            callbacks.addLast(callback);
            if (callbacks.size() > 1) {
                return;
            }
        }
        executor.execute(this::runAll);
    }

    /** A callback stays in the queue until it has run, so that no second run begins meanwhile. */
    private void runAll() {
        Runnable next;
        synchronized (callbacks) {
            next = callbacks.peekFirst();
        }
        while (next != null) {
            next.run();
            synchronized (callbacks) {
                callbacks.removeFirst();
                next = callbacks.peekFirst();
            }
        }
    }
}
