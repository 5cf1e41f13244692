package campus.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error, if the work takes long and standard error is a terminal. */
final class Progress implements Consumer<Integer>, AutoCloseable {

    private static final long LONG = Duration.ofSeconds(2).toNanos();
    private static final int COLUMNS = 80;
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final String name;
    private final long size;
    private final boolean watched = isWatched();
    private final long start = System.nanoTime();
    private long bytes;
    private ProgressBar bar;

    /** @param size number of bytes in all; -1 if it is not known */
    Progress(String name, long size) {
        this.name = name;
        this.size = size;
    }

    /** Takes the number of bytes that were done since the last call. */
    @Override
    public void accept(Integer more) {
        bytes += more;
        if (watched && bar == null && System.nanoTime() - start > LONG) {
            bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(size).setUnit(" MB", 1_000_000)
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(500)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS)).build();
        }
        if (bar != null) {
            bar.stepTo(bytes);
        }
    }

    /** Java 17 knows only whether both standard input and output are a terminal; Linux has a link for the error. */
    private static boolean isWatched() {
        try {
            return System.console() != null && (Files.notExists(STANDARD_ERROR)
                    || STANDARD_ERROR.toRealPath().toString().matches("/dev/(pts/|tty|console).*"));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
