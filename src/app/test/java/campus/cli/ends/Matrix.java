package campus.cli.ends;

import campus.cli.CommandLines;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands and ends of their connections: one test for each cell. The cells run several at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Matrix {

    private static final int AT_A_TIME = 8;

    private final CommandLines commands = new CommandLines();
    private final ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);

    /** What a cell does and checks. */
    @FunctionalInterface
    interface Course {

        void run(Cell cell) throws Exception;
    }

    /** All cells, made with {@link #cell}. */
    abstract List<Arguments> cells();

    /** Begins a cell. */
    final Arguments cell(Subject subject, String end, Course course) {
        return Arguments.of(subject, end, pool.submit(() -> {
            try (Cell cell = new Cell(commands, subject)) {
                course.run(cell);
            }
            return null;
        }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    final void ends(Subject subject, String end, Future<?> result) throws Throwable {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @AfterAll
    final void close() {
        pool.shutdownNow();
        commands.close();
    }
}
