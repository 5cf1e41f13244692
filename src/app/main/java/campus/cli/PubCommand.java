package campus.cli;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.SettingException;
import campus.cli.options.ExitCode;
import campus.cli.options.LineReader;
import campus.cli.options.Publisher;
import campus.cli.options.QosOption;
import campus.cli.options.ReconnectingCommand;
import campus.cli.options.Signals;
import campus.cli.options.StoppableInput;
import campus.cli.trace.TraceOption;
import campus.mqtt.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pub}: publishes one message, or each line of standard input. */
@Command(name = "pub", description = "Publish one message, or each line of standard input.",
        footer = {"", "Exit codes: 0 published (QoS 1 and 2: and acknowledged), 1 failed, 2 usage,",
            "4 refused by the broker."})
final class PubCommand extends ReconnectingCommand {

    @Mixin
    private TraceOption tracing;

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "Topic name.")
    private String topic;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Payload payload;

    @Mixin
    private QosOption qos;

    @Option(names = {"-r", "--retain"},
            description = "Make it a retained message: the broker keeps it for later subscribers.")
    private boolean retain;

    /** Where the payload comes from. */
    private static final class Payload {

        @Option(names = {"-m", "--message"}, paramLabel = "TEXT", required = true, description = "Payload, in UTF-8.")
        private String text;

        @Option(names = {"-l", "--stdin-line"}, required = true,
                description = "Each line of standard input is a payload.")
        private boolean lines;

        @Option(names = {"-n", "--null-message"}, required = true, description = "Empty payload.")
        private boolean empty;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> headers = headers();
        // At QoS 2 the broker must know after a lost connection which messages it has.
        CommandOptions options = qos.value() == 2 ? options().resuming() : options();
        int code = ExitCode.OK;
        try (TraceOption trace = tracing) {
            CommandCamel main = new CommandCamel(options, trace.begin(campus().language()), CampusCamel.PUBLISH);
            try (main) {
                main.start();
                if (payload.lines) {
                    code = publishLines(main, headers);
                } else {
                    byte[] body = payload.empty ? new byte[0] : payload.text.getBytes(StandardCharsets.UTF_8);
                    main.getCamelTemplate().sendBodyAndHeaders(Publisher.ROUTE, body, headers);
                }
            }
            // At QoS 0 a broker says only by the end of the connection that it does not take a message.
            main.requireNotEnded();
        }
        return code;
    }

    private int publishLines(CommandCamel main, Map<String, Object> headers) throws Exception {
        StoppableInput input = new StoppableInput(System.in);
        LineReader lines = new LineReader(input);
        Publisher publisher = Publisher.of(main, input::stop,
                problem -> complain(campus().language().text(problem)));
        try (Signals.Command running = campus().signals().stop(publisher::stop)) {
            long number = 0;
            for (byte[] line = lines.next(); line != null && publisher.goesOn(); line = lines.next()) {
                number++;
                publisher.publish(number, line, headers);
            }
            return publisher.await();
        }
    }

    private Map<String, Object> headers() {
        String name = topic != null ? topic : connection().topic().orElseThrow(
                () -> new SettingException("-t is missing: give a topic name with -t or in -L"));
        if (!TopicFilter.isTopicName(name)) {
            throw new SettingException("-t '" + name + "' cannot be used: accepted is a topic name without + and #");
        }
        return Map.of(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, name,
                PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, qos.value(),
                PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, retain);
    }
}
