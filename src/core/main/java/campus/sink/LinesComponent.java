package campus.sink;

import campus.base.Durations;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Appends each body as a line to a file, many at a time: {@code lines:FOLDER?name=readings&rotate=day}. Where
 * {@code file:} opens, writes and closes for each message, this one writes what came in the meantime at once, and an
 * exchange is done when its line is in the file, so that what is acknowledged is written.
 */
@Component("lines")
public final class LinesComponent extends DefaultComponent {

    private static final int LOCKS = 64;

    private final OpenFiles[] open = Stream.generate(OpenFiles::new).limit(LOCKS).toArray(OpenFiles[]::new);
    private ExecutorService background;
    private Clock clock = Durations.CLOCK;

    /** @param clock says which day it is */
    public void setClock(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** The same for all writers of a file, so that none cuts off what another has just written. */
    OpenFiles open(Path folder, String name) {
        Path path = folder.toAbsolutePath().normalize().resolve(name);
        return open[Math.floorMod(path.hashCode(), LOCKS)];
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LinesEndpoint endpoint = new LinesEndpoint(uri, this, remaining);
        for (String option : List.of("sync", "gzip")) {
            LinesEndpoint.require(option, String.valueOf(parameters.getOrDefault(option, "false")), "true|false",
                    "true or false");
        }
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    /** Has something done in the background, one after the other; nothing any more when the component has stopped. */
    synchronized void later(Runnable task) {
        if (!isRunAllowed()) {
            return;
        }
        if (background == null) {
            background = getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "lines: gzip");
        }
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            // The context stops: what is left is done at the next start.
            return;
        }
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (background != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(background);
            background = null;
        }
        super.doStop();
    }
}
