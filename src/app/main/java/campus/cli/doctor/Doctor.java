package campus.cli.doctor;

import static campus.app.CommandOptions.BROKER_URL;

import campus.base.Credentials;
import campus.base.Settings;
import campus.broker.BrokerFiles;
import campus.link.LinkException;
import campus.link.wire.Address;
import campus.link.wire.ServerLimits;
import campus.sink.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;

/**
 * Checks everything between the routes and the permissions of the broker, in the order in which a connection is made. A
 * check that depends on one that failed is not tried. Prints no secret.
 */
final class Doctor {

    private static final String TEST = "DST/PRUEBA";
    /** An endpoint with the options of a durable session, which is not used. */
    private static final String DURABLE = "paho-mqtt5:doctor?{{campus.session.durable}}";
    private static final Duration DELIVERY = Duration.ofSeconds(3);

    private final CamelContext camel;
    private final Settings settings;
    private final List<String> views;
    private final DoctorReport report;
    private final Credentials credentials;
    private final boolean embedded;
    private Address address;
    private boolean limitsSeen;

    /** @param addressGiven whether the command line names a broker */
    Doctor(CamelContext camel, Settings settings, boolean addressGiven, DoctorReport report) {
        this.camel = camel;
        this.settings = settings;
        this.views = View.enabled(settings).stream().map(view -> view.session().filter(view.filter()))
                .distinct().toList();
        this.report = report;
        this.credentials = new Credentials(settings);
        this.embedded = settings.flag("campus.broker.enabled") && !addressGiven;
    }

    /** Checks the connection, and then the login and the topics of each role. */
    void check(Set<Role> roles) {
        Optional<Address> works = addresses().flatMap(new AddressCheck(camel, embedded, report)::firstThatWorks);
        if (works.isEmpty()) {
            report.unknown("login, topics, limits", "not tried, as there is no connection");
            return;
        }
        address = works.get();
        roles.forEach(this::check);
    }

    /** The login of the visitors of the page: if it fails, the page is empty and all else works. */
    void checkPage() {
        if (address == null || !settings.flag("campus.page.enabled")) {
            return;
        }
        String user = settings.optional("campus.page.username").orElse(embedded ? BrokerFiles.PAGE_USER : "");
        String password = user.isEmpty() ? "" : credentials.value("campus.page.password").orElse("");
        try (DiagnosticConnection probe = new DiagnosticConnection(camel, address)) {
            report.step("page: login", () -> {
                login(probe, user, password);
                return shown(user);
            }, e -> "set campus.page.username and campus.page.password to a user who may read the buildings",
                    report::warning);
        }
    }

    /** The addresses of the configuration; empty if it cannot be used. */
    private Optional<List<Address>> addresses() {
        if (embedded && settings.text("campus.broker.port").equals("0")) {
            report.wrong("configuration", "campus.broker.port=0 is another port at each start",
                    "name the port that `run` has printed: -p PORT");
            return Optional.empty();
        }
        List<Address> all;
        try {
            all = DiagnosticConnection.settings(camel).addresses();
        } catch (IllegalArgumentException e) {
            report.wrong("configuration", BROKER_URL + ": " + e.getMessage(), "correct " + BROKER_URL);
            return Optional.empty();
        }
        report.ok("configuration", (embedded ? "the embedded broker of `run`, " : "")
                + all.stream().map(Address::toString).collect(Collectors.joining(", ")));
        return Optional.of(all);
    }

    private void check(Role role) {
        try (DiagnosticConnection probe = new DiagnosticConnection(camel, address)) {
            Optional<ServerLimits> limits = login(probe, role);
            if (limits.isEmpty()) {
                report.unknown(role.label() + ": topics", "not tried, as there is no login");
                return;
            }
            if (!limitsSeen) {
                limitsSeen = true;
                new LimitCheck(settings, report).check(limits.get(), sessionExpiry());
            }
            role.reads(settings, views).forEach(filter -> subscribe(probe, role, filter, limits.get()));
            role.writes(settings).forEach(topic ->
                    report.unknown(role.label() + ": publish " + topic, "not tried: " + role.harm()));
            if (role == Role.STUDENT) {
                tryOut(probe, role);
            }
        }
    }

    private Optional<ServerLimits> login(DiagnosticConnection probe, Role role) {
        String what = role.label() + ": login";
        String user = settings.optional(role.key("username")).orElse("");
        String password = credentials.value(role.key("password")).orElse("");
        try {
            ServerLimits limits = login(probe, user, password);
            report.ok(what, shown(user));
            return Optional.of(limits);
        } catch (LinkException e) {
            report.wrong(what, e.getMessage(), noLogin(e, role, password.isEmpty()));
            return Optional.empty();
        }
    }

    private ServerLimits login(DiagnosticConnection probe, String user, String password) throws LinkException {
        probe.connect();
        probe.secure();
        probe.upgrade();
        return probe.login(user, password, clientId(), sessionExpiry());
    }

    private static String shown(String user) {
        return (user.isEmpty() ? "anonymous" : "user '" + user + "'") + ", MQTT 5";
    }

    private static String noLogin(LinkException e, Role role, boolean noPassword) {
        if (e.getMessage().startsWith("TLS: ")) {
            return "name the client certificate with --cert and --key";
        }
        if (!e.refused()) {
            return "the port may be for TLS or WebSocket (ssl://, ws://, wss://); else see the broker's log";
        }
        if (!e.remedy().contains("password")) {
            return e.remedy();
        }
        return (noPassword ? role.key("password") + " is neither set nor kept in credentials.properties: set it"
                : "correct " + role.key("username") + " and " + role.key("password") + " (-u, -P)")
                + ", or ask the administrator of the broker";
    }

    private void subscribe(DiagnosticConnection probe, Role role, String filter, ServerLimits limits) {
        String what = role.label() + ": subscribe " + filter;
        String topics = filter.replaceFirst("^\\$share/[^/]*/", "");
        if (!limits.shared() && !topics.equals(filter)) {
            report.wrong(what, "the broker has no shared subscriptions", role == Role.TEACHER
                    ? "use another broker, or one teacher without campus.teacher.share"
                    : "use another broker, or a filter without $share");
            return;
        }
        report.step(what, () -> {
            // Not the group of the routes: it would take messages from them.
            probe.subscribe(topics.equals(filter) ? filter : "$share/" + clientId() + "/" + topics);
            // Mosquitto grants every subscription, and drops at delivery what the user may not read.
            return "granted, which does not prove that messages come";
        }, e -> permit("read " + topics, role), report::wrong);
    }

    private String permit(String access, Role role) {
        return "permit it: 'topic " + access + "' under 'user "
                + settings.optional(role.key("username")).orElse("") + "' in the broker's acl_file";
    }

    /** Publishes on the topic for tests (lab sheet 2, section 2). */
    private void tryOut(DiagnosticConnection probe, Role role) {
        String remedy = permit("readwrite " + TEST, role);
        boolean published = report.step(role.label() + ": publish " + TEST, () -> {
            probe.subscribe(TEST);
            probe.publish(TEST, "campus doctor".getBytes(StandardCharsets.UTF_8));
            return "acknowledged at QoS 1";
        }, e -> remedy, report::wrong);
        if (!published) {
            return;
        }
        String what = role.label() + ": receive " + TEST;
        try {
            if (probe.receives(TEST, DELIVERY)) {
                report.ok(what, "the published message came back");
            } else {
                report.wrong(what, "the subscription was granted and nothing came", remedy);
            }
        } catch (LinkException e) {
            report.wrong(what, e.getMessage(), "see the broker's log");
        }
    }

    /** A client identifier of its own: with that of a route it would end the route's connection. */
    private String clientId() {
        return credentials.value("campus.client-id").orElse("campus") + "-doctor-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Session expiry of the routes' endpoints, seconds. */
    private long sessionExpiry() {
        return camel.getEndpoint(DURABLE, PahoMqtt5Endpoint.class).getConfiguration().getSessionExpiryInterval();
    }
}
