package campus;

import static campus.RouteFixture.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.base.Durations;
import campus.camel.CamelSettings;
import campus.classroom.Dni;
import campus.classroom.student.Student;
import campus.classroom.teacher.TeacherDesk;
import campus.testkit.Mosquitto;
import campus.testkit.PahoStudent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every shipped route with the shipped properties and with the component of camel-paho-mqtt5 as it is. */
@Timeout(60)
class StockComponentIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;
    private static Mosquitto mosquitto;
    private static TeacherDesk desk;
    private static final Main MAIN = new Main();
    private static final Printer PRINTER = new Printer(new CopyOnWriteArrayList<>());

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        mosquitto = Mosquitto.start(folder, "allow_anonymous true", "sys_interval 1");
        Properties properties = RouteFixture.shipped();
        properties.putAll(Map.of(
                "campus.data-dir", folder.resolve("data").toString(),
                "campus.client-id", "stock",
                "campus.building.password", "any",
                "campus.teacher.password", "any",
                "campus.student.client-id", "student",
                "campus.view.broker-status.enabled", "true",
                "campus.link.enabled", "false",
                "camel.component.paho-mqtt5.broker-url", mosquitto.url()));
        MAIN.setPropertyPlaceholderLocations("false");
        MAIN.setOverrideProperties(properties);
        MAIN.configure().addRoutesBuilder(ErrorHandling.class, SensorRoutes.class, ViewRoutes.class,
                TeacherRoutes.class, StudentRoutes.class, PublishRoutes.class, SubscribeRoutes.class,
                BrokerStatusRoutes.class);
        MAIN.bind("student", new Student(new Dni("87654321"), "Ana Gil", "agil@teleco.upv.es", PATIENCE));
        MAIN.bind("figures", new Figures());
        MAIN.bind("printer", PRINTER);
        MAIN.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport main) {
                desk = TeacherDesk.open(CamelSettings.of(main.getCamelContext()), Durations.CLOCK);
                MAIN.bind("teacherDesk", desk);
            }
        });
        MAIN.start();
    }

    @AfterAll
    static void stop() {
        MAIN.stop();
        if (desk != null) {
            desk.close();
        }
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Test
    void eachRouteStarts() {
        assertThat(context().getEndpoints()).filteredOn(PahoMqtt5Endpoint.class::isInstance).hasSizeGreaterThan(5)
                .allSatisfy(endpoint -> assertThat(endpoint).isExactlyInstanceOf(PahoMqtt5Endpoint.class));
        assertThat(context().getRoutes()).extracting(Route::getRouteId).contains("sensors", "view-building",
                "view-temperature", "view-vibration", "view-room", "view-broker-status", "teacher-issue",
                "teacher-verify", "teacher-publish", "student-code", "student-request", "publish", "broker-status");
        // The command starts it when the others run.
        assertThat(context().getRoutes()).extracting(Route::getRouteId).filteredOn(id -> !id.equals("student-answer"))
                .allMatch(id -> context().getRouteController().getRouteStatus(id).isStarted());
    }

    @Test
    void aReadingComesOutOfAView() {
        awaitLine("readings", "\"topic\":\"EDIFICIO_1/P_");
    }

    @Test
    void aFigureOfTheBrokerComesOutOfItsView() {
        awaitLine("broker-status", "\"topic\":\"$SYS/broker/");
    }

    @Test
    void anExchangeWithAnMqtt5StudentSucceeds() throws Exception {
        try (PahoStudent student = new PahoStudent(mosquitto.port())) {
            String code = student.ask("DST/PETICION", "12345678", PATIENCE).orElseThrow().toString();
            String solution = code + ";Peter Lim;pelim@teleco.upv.es";
            assertThat(student.ask("DST/SOLUCION", solution, PATIENCE).orElseThrow()).hasToString("accepted");
            await().until(() -> lines(folder.resolve("data/ok.txt")).contains(solution));
        }
    }

    @Test
    void anExchangeByTheSheetSucceeds() throws Exception {
        String outcome = MAIN.getCamelTemplate().requestBody("direct:student", null, String.class);
        assertThat(outcome).matches("delivered: [0-9]{5};Ana Gil;agil@teleco.upv.es");
        await().until(() -> lines(folder.resolve("data/ok.txt")).contains(outcome.substring("delivered: ".length())));
    }

    @Test
    void aPublishedMessageIsReceived() throws Exception {
        MAIN.getCamelContext().addRouteFromTemplate("subscribed", "subscribe", Map.of("filter", "salon/+", "qos", "2"));
        await().until(() -> context().getRouteController().getRouteStatus("subscribed").isStarted());
        MAIN.getCamelTemplate().sendBodyAndHeaders("direct:publish", "on", Map.of(
                PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, "salon/luz", PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 2));
        await().until(() -> PRINTER.printed().contains("salon/luz on"));
    }

    private static CamelContext context() {
        return MAIN.getCamelContext();
    }

    private static void awaitLine(String view, String part) {
        await().atMost(PATIENCE).until(() -> {
            List<Path> files = files(folder.resolve("data").resolve(view));
            return !files.isEmpty() && lines(files.get(0)).stream().anyMatch(line -> line.contains(part));
        });
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Stands for the command sub. */
    private record Printer(List<String> printed) {

        public void print(Exchange exchange) {
            printed.add(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC) + " "
                    + exchange.getMessage().getBody(String.class));
        }
    }

    /** Stands for the command status. */
    private static final class Figures {

        public void receive(Exchange exchange) {
            assertThat(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class))
                    .startsWith("$SYS/");
        }
    }
}
