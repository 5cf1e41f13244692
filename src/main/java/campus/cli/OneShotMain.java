package campus.cli;

import java.util.Map;

/** Camel Main for a command that does one thing and ends: no waiting for a broker that is not there, a quick stop. */
class OneShotMain extends CampusMain {

    /** @param options properties that win over everything else */
    OneShotMain(Map<String, String> options, String... routes) {
        super(Configuration.load(options, false), routes);
        addOverrideProperty("camel.component.paho-mqtt5.automatic-reconnect", "false");
        addOverrideProperty("camel.main.shutdown-timeout", "2");
    }
}
