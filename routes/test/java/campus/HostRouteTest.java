package campus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Causes;
import campus.base.SettingException;
import campus.testkit.LogLines;
import campus.testkit.peer.ScriptedPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application with a route of its own, which has campus-routes on its class path and no properties file of ours. */
class HostRouteTest {

    private static final List<String> SHIPPED_VIEWS = List.of("view-building", "view-temperature", "view-vibration",
            "view-room");

    @TempDir
    private Path folder;
    private final ScriptedPeer peer = ScriptedPeer.start();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
        peer.close();
    }

    private HostRouteTest with(String... properties) {
        for (int i = 0; i < properties.length; i += 2) {
            context.getPropertiesComponent().addInitialProperty(properties[i], properties[i + 1]);
        }
        return this;
    }

    private List<String> start() throws Exception {
        with("campus.data-dir", folder.toString(), "camel.component.paho-mqtt5.broker-url", peer.uri());
        return start(context);
    }

    private static List<String> start(CamelContext host) throws Exception {
        host.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own").routeId("own").to("log:own");
            }
        });
        host.start();
        return host.getRoutes().stream().map(Route::getRouteId).toList();
    }

    private String property(String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }

    @Test
    void withoutThePropertyNothingHappens() throws Exception {
        assertThat(start()).containsExactly("own");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void itIsTheProgramsFilesThatAnEmptyPropertyLeavesOut() throws Exception {
        assertThat(with("campus.routes", "").start()).containsExactly("own");
        assertThat(property("campus.client-id")).startsWith("campus-");
    }

    @ParameterizedTest
    @CsvSource({"sensors, sensors", "views, view-temperature", "teacher, teacher-issue",
        "' views , sensors', view-room"})
    void eachIsAddedThatIsNamed(String names, String route) throws Exception {
        assertThat(with("campus.routes", names).start()).contains("own", route);
        assertThat(context.getRoutes()).extracting(Route::getRouteId)
                .filteredOn(id -> id.startsWith("teacher")).hasSize(names.equals("teacher") ? 8 : 0);
    }

    @Test
    void itDecidesAlone() throws Exception {
        assertThat(with("campus.routes", "sensors", "campus.sensors.enabled", "false").start()).contains("sensors");
    }

    @Test
    void aViewOfTheApplicationReplacesThoseOfTheFile() throws Exception {
        assertThat(with("campus.routes", "views").start()).containsAll(SHIPPED_VIEWS);
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            List.of(List.of("campus.routes", "views"), List.of("campus.view.mine.filter", "a/#"),
                    List.of("campus.view.mine.to", "log:mine"), List.of("campus.data-dir", folder.toString()))
                    .forEach(pair -> other.getPropertiesComponent().addInitialProperty(pair.get(0), pair.get(1)));
            assertThat(start(other)).contains("view-mine").doesNotContainAnyElementsOf(SHIPPED_VIEWS);
        }
    }

    @Test
    void itsPropertiesWinOverTheDefaults() throws Exception {
        with("campus.routes", "sensors,views", "campus.sensors.building", "EDIFICIO_HOST").start();

        assertThat(context.getEndpoints()).extracting(Object::toString)
                .anyMatch(uri -> uri.contains("EDIFICIO_HOST/+/+/+/TEMP")).anyMatch(uri -> uri.startsWith("timer"));
        assertThat(property("campus.sensors.floors")).isEqualTo("8");
        assertThat(property("campus.link.birth-payload.EDIFICIO_HOST/estado")).isEqualTo("online");
        assertThat(context.getPropertiesComponent().resolveProperty("campus.broker.enabled")).isEmpty();
        assertThat(context.getPropertiesComponent().resolveProperty("camel.main.shutdown-timeout")).isEmpty();
    }

    @Test
    void theUserIsThatOfTheComponentUnlessThePropertiesNameOne() throws Exception {
        with("campus.routes", "sensors", "camel.component.paho-mqtt5.user-name", "host",
                "camel.component.paho-mqtt5.password", "of the host").start();

        assertThat(building().getUserName()).isEqualTo("host");
        assertThat(building().getPassword()).isEqualTo("of the host");
    }

    @Test
    void aPasswordIsThatOfTheBuilding() throws Exception {
        with("campus.routes", "sensors", "camel.component.paho-mqtt5.user-name", "host",
                "campus.building.password", "of the building").start();

        assertThat(building().getUserName()).isEqualTo("edificio");
        assertThat(building().getPassword()).isEqualTo("of the building");
    }

    private PahoMqtt5Configuration building() {
        return context.getEndpoints().stream().filter(PahoMqtt5Endpoint.class::isInstance)
                .map(endpoint -> ((PahoMqtt5Endpoint) endpoint).getConfiguration()).findFirst().orElseThrow();
    }

    @Test
    void aNameThatDoesNotExistIsTold() throws Exception {
        LogLines log = new LogLines("campus.host");
        log.start();
        try {
            with("campus.routes", "sensors", "campus.sensors.flors", "3", "campus.link.retry", "always",
                    "campus.link.birth-payload.own/state", "on").start();
        } finally {
            log.stop();
        }
        assertThat(log.lines()).singleElement().asString()
                .contains("WARN", "campus.sensors.flors is not a property: did you mean campus.sensors.floors?");
    }

    @ParameterizedTest
    @CsvSource({"campus.routes, sensores, 'campus.routes=sensores cannot be used: accepted is sensors, views, teacher'",
        "campus.sensors.floors, 0, campus.sensors.floors=0 cannot be used",
        "campus.view.mine.filter, a/#, campus.view.mine.to is missing",
        "campus.ledger.url, jdbc:none:x, campus.ledger.url"})
    void anErrorNamesTheProperty(String key, String value, String message) {
        String routes = key.equals("campus.routes") ? value : "sensors,views,teacher";
        assertThatThrownBy(() -> with("campus.routes", routes, key, value).start())
                .satisfies(failure -> assertThat(Causes.of(failure))
                        .anySatisfy(cause -> assertThat(cause).isInstanceOf(SettingException.class)
                                .hasMessageContaining(message)));
    }

    @Test
    void twoApplicationsWithOneFolderHaveClientIdentifiersOfTheirOwn() throws Exception {
        with("campus.routes", "views").start();
        String kept = property("campus.client-id");
        DefaultCamelContext other = new DefaultCamelContext();
        other.getPropertiesComponent().addInitialProperty("campus.routes", "views");
        other.getPropertiesComponent().addInitialProperty("campus.data-dir", folder.toString());
        start(other);

        assertThat(other.resolvePropertyPlaceholders("{{campus.client-id}}")).startsWith("campus-").isNotEqualTo(kept);
        other.stop();
        context.stop();
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.getPropertiesComponent().addInitialProperty("campus.routes", "views");
            next.getPropertiesComponent().addInitialProperty("campus.data-dir", folder.toString());
            start(next);
            assertThat(next.resolvePropertyPlaceholders("{{campus.client-id}}")).isEqualTo(kept);
        }
    }

    /** As Camel JBang has them beside the shipped properties; it reads them before it initializes the context. */
    @Test
    void routesOfFilesGetWhatTheyNeed() throws Exception {
        RouteFixture.shipped().forEach((key, value) -> with((String) key, (String) value));
        with("campus.routes", "", "campus.data-dir", folder.toString(), "campus.sensors.enabled", "false");
        context.build();
        context.addRoutesConfigurations(new ErrorHandling());
        context.addRoutes(new TeacherRoutes());

        assertThat(start()).contains("teacher-issue", "own").doesNotContain("sensors");
        assertThat(context.getEndpoints()).filteredOn(PahoMqtt5Endpoint.class::isInstance)
                .extracting(endpoint -> ((PahoMqtt5Endpoint) endpoint).getConfiguration().getClientId())
                .contains(property("campus.client-id") + "-teacher-issue");
    }

    @Test
    void theLedgerIsOpenWhileTheTeacherRuns() throws Exception {
        with("campus.routes", "teacher").start();
        assertThat(Files.exists(folder.resolve("ledger.db"))).isTrue();
        context.stop();
        // Another one may claim it now.
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.getPropertiesComponent().addInitialProperty("campus.routes", "teacher");
            next.getPropertiesComponent().addInitialProperty("campus.data-dir", folder.toString());
            assertThat(start(next)).contains("teacher-issue");
        }
    }
}
