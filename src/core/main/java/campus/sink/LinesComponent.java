package campus.sink;

import campus.base.Durations;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Appends each body as a line to a file, many lines at a time: {@code lines:FOLDER?name=readings&rotate=day}. The
 * component {@code file:} opens, writes and closes the file for each message. This one writes all waiting lines at
 * once, and completes an exchange when its line is in the file, so an acknowledged message is always written.
 */
@Component("lines")
public final class LinesComponent extends DefaultComponent {

    private static final int LOCKS = 64;

    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();
    private Clock clock = Durations.CLOCK;

    /** No option, as only tests call it: {@code clock} gives the day of a file. */
    void setClock(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** The same lock for all writers of a file, so that no writer cuts off the line of another. */
    Object lock(Path folder, String name) {
        Path path = folder.toAbsolutePath().normalize().resolve(name);
        return locks[Math.floorMod(path.hashCode(), LOCKS)];
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LinesEndpoint endpoint = new LinesEndpoint(uri, this, remaining);
        LinesEndpoint.require("sync", String.valueOf(parameters.getOrDefault("sync", "false")), "true|false",
                "true or false");
        setProperties(endpoint, parameters);
        endpoint.files();
        return endpoint;
    }
}
