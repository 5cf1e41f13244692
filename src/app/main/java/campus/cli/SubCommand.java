package campus.cli;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.SettingException;
import campus.cli.options.ExitCode;
import campus.cli.options.QosOption;
import campus.cli.options.ReconnectingCommand;
import campus.cli.options.Signals;
import campus.cli.trace.TraceOption;
import campus.link.camel.LinkEndpoint;
import campus.mqtt.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sub}: prints the messages of topic filters. */
@Command(name = "sub", description = "Print the payloads of published messages, one per line.",
        footer = {"", "Exit codes: 0 ended after -C messages, -W seconds or Ctrl-C, 1 failed, 2 usage,",
            "3 -W seconds were over before -C messages came, 4 refused by the broker."})
final class SubCommand extends ReconnectingCommand {

    @Mixin
    private TraceOption tracing;

    @Mixin
    private QosOption qos;

    @Option(names = {"-t", "--topic"}, paramLabel = "FILTER",
            description = "Topic filter, + and # allowed. Repeatable.")
    private List<String> filters = new ArrayList<>();

    @Option(names = {"-C", "--count"}, paramLabel = "COUNT", description = "End after this number of messages.")
    private Long count;

    @Option(names = {"-W", "--wait"}, paramLabel = "SECONDS", description = "End after this number of seconds.")
    private Long seconds;

    @Option(names = {"-v", "--verbose"}, description = "Print the topic before each payload.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        List<String> wanted = filters();
        long limit = positive("-C", count);
        long wait = positive("-W", seconds);
        // Else what comes while it connects again would be lost.
        CommandOptions options = qos.value() > 0 ? options().resuming() : options();
        Printer printer = new Printer(System.out, verbose, limit, System.console() != null);
        CommandCamel main = new CommandCamel(options, tracing.begin(campus().language()), CampusCamel.SUBSCRIBE);
        main.ended().thenRun(printer::stop);
        // The printer ends after the connection, so that what is received is printed.
        Duration longest = Duration.ofSeconds(wait);
        try (Signals.Command running = campus().signals().stop(() -> stop(printer, main)); Printer last = printer;
             TraceOption trace = tracing; main) {
            main.bind("printer", printer);
            if (main.connect(longest, () -> subscribe(main.getCamelContext(), wanted))) {
                printer.await(wait);
            } else if (!printer.isEnded()) {
                throw main.notConnected(longest);
            }
        }
        if (!printer.complete()) {
            main.requireNotEnded();
        }
        return count == null || printer.complete() || wait == 0 ? ExitCode.OK : ExitCode.NOTHING_IN_TIME;
    }

    private static void stop(Printer printer, CommandCamel main) {
        printer.stop();
        main.giveUp();
    }

    /** With links one endpoint subscribes to all filters, as they were typed; else each has an endpoint of its own. */
    private void subscribe(CamelContext camel, List<String> wanted) throws Exception {
        List<String> topics = wanted;
        if (camel.getEndpoint("paho-mqtt5:subscribe?qos=" + qos.value()) instanceof LinkEndpoint all) {
            all.subscribeTo(wanted);
            topics = List.of("subscribe");
        }
        for (String topic : topics) {
            // The id is what warnings begin with.
            TemplatedRouteBuilder.builder(camel, "subscribe").routeId(topics.size() == 1 ? "sub" : "sub " + topic)
                    .parameter("filter", topic).parameter("qos", qos.value()).add();
        }
    }

    private List<String> filters() {
        List<String> wanted = new ArrayList<>(filters);
        connection().topic().ifPresent(wanted::add);
        if (wanted.isEmpty()) {
            throw new SettingException("-t is missing: give a topic filter with -t or in -L");
        }
        wanted.forEach(SubCommand::requireFilter);
        return TopicFilter.withoutCovered(wanted);
    }

    private static void requireFilter(String filter) {
        if (filter.chars().anyMatch(Character::isISOControl)) {
            throw new SettingException("-t '" + filter.replaceAll("\\p{Cntrl}", "?")
                    + "' cannot be used: accepted is a topic filter without control characters");
        }
        try {
            TopicFilter.ofSubscription(filter);
        } catch (IllegalArgumentException e) {
            throw new SettingException("-t " + e.getMessage());
        }
    }
}
