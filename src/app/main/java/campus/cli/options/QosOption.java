package campus.cli.options;

import campus.base.SettingException;
import picocli.CommandLine.Option;

/** {@code -q}: the quality of service. */
public final class QosOption {

    @Option(names = {"-q", "--qos"}, paramLabel = "QOS", defaultValue = "0",
            description = "Quality of service: 0, 1 or 2 (default: ${DEFAULT-VALUE}).")
    private int qos;

    /** 0, 1 or 2. */
    public int value() {
        if (qos < 0 || qos > 2) {
            throw new SettingException("-q " + qos + " cannot be used: accepted is 0, 1 or 2");
        }
        return qos;
    }
}
