package campus.app;

import campus.cli.trace.Trace;
import java.util.Map;
import java.util.Optional;

/** Camel Main for a command that does one thing and ends: no waiting for a broker that is not there, a quick stop. */
public class CommandCamel extends CampusCamel {

    private final Optional<Trace> trace;

    /**
     * @param options properties that win over everything else
     * @param trace   sees the packets, and is closed after the last of them
     */
    public CommandCamel(Map<String, String> options, String... routes) {
        this(options, Optional.empty(), routes);
    }

    public CommandCamel(Map<String, String> options, Optional<Trace> trace, String... routes) {
        super(Configuration.load(options), routes);
        this.trace = trace;
        trace.ifPresent(listener -> bind("trace", listener));
        addOverrideProperty("camel.component.paho-mqtt5.automatic-reconnect", "false");
        addOverrideProperty("camel.main.shutdown-timeout", "2");
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            trace.ifPresent(Trace::close);
        }
    }
}
