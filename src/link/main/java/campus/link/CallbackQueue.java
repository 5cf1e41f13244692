package campus.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what follows a publication, in order: one run of the executor for all that have gathered by then. */
final class CallbackQueue {

    private final Executor executor;
    private final Deque<Runnable> finished = new ArrayDeque<>();

    CallbackQueue(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable completion) {
        synchronized (finished) {
            finished.addLast(completion);
            if (finished.size() > 1) {
                return;
            }
        }
        executor.execute(this::runAll);
    }

    /** The first stays in the queue until it has run, so that nobody starts a second run meanwhile. */
    private void runAll() {
        Runnable next;
        synchronized (finished) {
            next = finished.peekFirst();
        }
        while (next != null) {
            next.run();
            synchronized (finished) {
                finished.removeFirst();
                next = finished.peekFirst();
            }
        }
    }
}
