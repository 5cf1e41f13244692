package campus.link.timing;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A task of an event loop that is asked for again and again, and runs once for all of them: each wake-up of a thread
 * costs more than a message.
 */
public final class Batch {

    private static final long SOON_MILLIS = 2;

    private enum Due { NOT, SOON, NOW }

    private final EventLoop loop;
    private final Runnable task;
    private final AtomicReference<Due> due = new AtomicReference<>(Due.NOT);

    /** A task that is not asked for yet. */
    public Batch(EventLoop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** Runs it as soon as possible. May be called by any thread. */
    public void now() {
        if (due.getAndSet(Due.NOW) != Due.NOW) {
            loop.execute(this::run);
        }
    }

    /** Runs it in two milliseconds if nobody asks for it before. May be called by any thread. */
    public void soon() {
        if (due.compareAndSet(Due.NOT, Due.SOON)) {
            loop.schedule(this::run, SOON_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        due.set(Due.NOT);
        task.run();
    }
}
