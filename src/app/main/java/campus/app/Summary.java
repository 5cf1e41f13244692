package campus.app;

import campus.base.Settings;
import campus.broker.Listener;
import campus.building.BuildingSettings;
import campus.link.wire.Address;
import campus.sink.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The last lines of a start: the parts that run, and commands to type next. Holds no secret. */
final class Summary {

    /** What a command needs of the properties that were typed: where the passwords and the broker are, and for whom. */
    private static final List<String> REPEATED = List.of("campus.data-dir", CommandOptions.BROKER_URL,
            "campus.tls.cafile", "campus.tls.cert", "campus.tls.key", "campus.building.username",
            "campus.student.username");

    private static final Set<String> ALL = Set.of("0.0.0.0", "::", "[::]");
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");
    /** To be filled in: the command does not know it, and a secret is not shown. */
    private static final String PASSWORD = " -P ...";

    private Summary() {
    }

    /**
     * The lines.
     *
     * @param typed  the properties of the command line, which another command does not know
     * @param broker the addresses of the embedded broker; none if it does not run
     * @param page   the address of the page, if it is served
     */
    static List<String> of(Settings settings, Map<String, String> typed, Map<Listener, String> broker,
            Optional<String> page) {
        List<String> lines = new ArrayList<>();
        String url = settings.text(CommandOptions.BROKER_URL);
        boolean embedded = broker.values().stream().anyMatch(listener -> Address.list(url).stream()
                .anyMatch(address -> leadsTo(address, Address.of(listener), settings.text("campus.broker.host"))));
        lines.add(broker.isEmpty() ? "broker at " + url : listeners(broker) + reach(settings, "campus.broker.host"));
        if (!broker.isEmpty() && !embedded) {
            lines.add("routes and commands use " + url + ", and none of them the embedded broker:"
                    + " campus.broker.enabled=false leaves it out");
        }
        lines.add("sensors: " + (settings.flag("campus.sensors.enabled") ? sensors(settings) : "off"));
        lines.add("views: " + views(settings));
        lines.add("teacher: " + (settings.flag("campus.teacher.enabled") ? teacher(settings) : "off"));
        page.ifPresent(address -> lines.add("page: " + address + reach(settings, "campus.page.host")));
        String repeated = REPEATED.stream().filter(typed::containsKey)
                .map(key -> option(key + "=" + settings.optional(key).orElse(""))).collect(Collectors.joining());
        if (embedded && !typed.containsKey(CommandOptions.BROKER_URL)) {
            repeated += listener(settings.text("campus.broker.host"), settings.text("campus.broker.port"));
        }
        boolean unknown = typed.containsKey("campus.building.password") || isElsewhere(settings, typed);
        lines.add("in another terminal:  java -jar target/campus.jar sub" + repeated + subscriber(settings, unknown));
        if (settings.flag("campus.teacher.enabled")) {
            lines.add("or:  java -jar target/campus.jar student" + repeated
                    + (typed.containsKey(CommandOptions.STUDENT_PASSWORD) ? PASSWORD : "")
                    + " --dni 12345678 --name \"Peter Lim\" --email pelim@teleco.upv.es");
        }
        return lines;
    }

    /** A listener of 127.0.0.1 has no other name; one of every network may have any. */
    private static boolean leadsTo(Address address, Address listener, String host) {
        return address.port() == listener.port() && (CommandCamel.isHere(address) || !HERE.contains(host));
    }

    /** A port alone is one of 127.0.0.1. */
    private static String listener(String host, String port) {
        if (!HERE.contains(host) && !ALL.contains(host)) {
            return option("campus.broker.host=" + host) + option("campus.broker.port=" + port);
        }
        return port.equals("1883") ? "" : " -p " + port;
    }

    /** A command sends no password that was not typed to another machine that was typed. */
    private static boolean isElsewhere(Settings settings, Map<String, String> typed) {
        return typed.containsKey(CommandOptions.BROKER_URL)
                && !Address.list(settings.text(CommandOptions.BROKER_URL)).stream().allMatch(CommandCamel::isHere);
    }

    private static String option(String property) {
        return " -D " + (property.contains(" ") ? "\"" + property + "\"" : property);
    }

    /** What prints something soon: readings, if there are any. */
    private static String subscriber(Settings settings, boolean unknown) {
        return !settings.flag("campus.sensors.enabled") ? " -v -W 15 -t \"salon/#\"" : " -v -C 3"
                + settings.optional("campus.building.username")
                        .map(user -> " -u " + user + (unknown ? PASSWORD : "")).orElse("")
                + " -t \"" + settings.text("campus.sensors.building") + "/#\"";
    }

    private static String listeners(Map<Listener, String> broker) {
        return broker.entrySet().stream()
                .map(entry -> entry.getValue()
                        + (entry.getKey() == Listener.CLIENT_TLS ? " (client certificate required)" : ""))
                .collect(Collectors.joining(", ", "embedded broker at ", ""));
    }

    /** The addresses are those for this machine. */
    private static String reach(Settings settings, String key) {
        return ALL.contains(settings.text(key)) ? ", open to other machines (" + key + "=" + settings.text(key) + ")"
                : "";
    }

    private static String views(Settings settings) {
        String names = View.enabled(settings).stream().map(View::routeId).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    /** The building of campus.sensors.building in full, and the names of the others. */
    private static String sensors(Settings settings) {
        String more = String.join(", ", BuildingSettings.further(settings));
        String pace = settings.optional("campus.sensors.rate")
                .map(rate -> rate + " readings/s")
                .orElseGet(() -> "a reading every " + settings.text("campus.sensors.interval-min") + " to "
                        + settings.text("campus.sensors.interval-max"));
        return settings.text("campus.sensors.building") + ", " + settings.text("campus.sensors.floors") + " floors, "
                + settings.text("campus.sensors.rooms-per-wing") + " rooms in each wing, " + pace
                + (more.isEmpty() ? "" : "; more buildings: " + more);
    }

    private static String teacher(Settings settings) {
        return "codes live " + settings.text("campus.teacher.code-ttl") + ", results in "
                + settings.text("campus.teacher.results") + ", mail to "
                + PropertyFailures.shown(settings.text("campus.teacher.mail.to"));
    }
}
