package campus.link.timing;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs callbacks in order, off the event loop: one run of the executor for all that have gathered by then. */
public final class CallbackQueue {

    private static final int MANY = 32;

    private final Executor executor;
    private final Batch soon;
    private final Deque<Runnable> callbacks = new ArrayDeque<>();
    private boolean running;

    /** @param executor runs the callbacks */
    public CallbackQueue(EventLoop loop, Executor executor) {
        this.executor = executor;
        this.soon = new Batch(loop, this::begin);
    }

    /** Adds a callback. @param last whether no other is to be expected soon */
    public synchronized void add(Runnable callback, boolean last) {
        callbacks.addLast(callback);
        if (last || callbacks.size() >= MANY) {
            begin();
        } else {
            soon.soon();
        }
    }

    private synchronized void begin() {
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
