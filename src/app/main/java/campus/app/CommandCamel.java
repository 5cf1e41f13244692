package campus.app;

import campus.link.wire.PacketListener;
import java.util.Map;
import java.util.Optional;

/** Camel Main of a command: the first attempt to connect counts, and the stop is quick. */
public class CommandCamel extends CampusCamel {

    /**
     * @param options properties that win over all others
     * @param routes  names of the route classes to run
     */
    public CommandCamel(Map<String, String> options, String... routes) {
        this(options, Optional.empty(), routes);
    }

    /** @param trace is told every MQTT packet */
    public CommandCamel(Map<String, String> options, Optional<PacketListener> trace, String... routes) {
        super(Configuration.load(options), routes);
        trace.ifPresent(listener -> bind("trace", listener));
        addOverrideProperty("camel.component.paho-mqtt5.automatic-reconnect", "false");
        addOverrideProperty("camel.main.shutdown-timeout", "2");
    }
}
