package campus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many threads that do the same work at the same time. */
public final class Threads {

    /** The work of each thread. */
    @FunctionalInterface
    public interface Work<T> {

        /** @param thread the number of the thread, the first is 0 */
        T run(int thread) throws Exception;
    }

    private Threads() {
    }

    /**
     * Starts all threads at once, and waits for their ends.
     *
     * @return the result of each thread, in the order of their numbers
     * @throws java.util.concurrent.ExecutionException if the work of a thread throws an exception
     */
    public static <T> List<T> together(int threads, Work<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                calls.add(() -> {
                    start.await();
                    return work.run(thread);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
