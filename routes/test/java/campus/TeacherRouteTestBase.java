package campus;

import static campus.RouteFixture.bodies;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A teacher with the shipped properties in a folder of its own, and what its tests have in common. */
abstract class TeacherRouteTestBase {

    static final String DNI = "12345678";
    static final String RESPONSE_TOPIC = "DST/RESPUESTA/me/1";
    /** The rest of a solution, after the code. */
    static final String REST = ";Peter Lim;pelim@teleco.upv.es";

    @TempDir
    Path folder;
    RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        campus = RouteFixture.in(folder);
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    void start() throws Exception {
        campus.start(new ErrorHandling(), new TeacherRoutes());
    }

    Exchange request(String dni) {
        return campus.receive("teacher-issue", "DST/PETICION", dni);
    }

    Exchange solution(String message) {
        return campus.receive("teacher-verify", "DST/SOLUCION", message);
    }

    /** Lets a message with a Response Topic arrive. */
    Exchange asked(String route, String payload) {
        return campus.template().send("direct:" + route, asking(payload, RESPONSE_TOPIC));
    }

    static Processor asking(String payload, String responseTopic) {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(responseTopic);
        return exchange -> {
            exchange.getIn().setBody(payload.getBytes(UTF_8));
            exchange.getIn().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, properties);
        };
    }

    /** A fresh code. */
    String code() {
        request(DNI);
        List<String> codes = bodies(campus.published("DST/CODIGO"));
        return codes.get(codes.size() - 1);
    }

    String onlyOpenCode() throws SQLException {
        List<String> open = ledger("SELECT open_code FROM issued_code WHERE dni = ?", DNI);
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    void assertNothingWasIssued() throws SQLException {
        assertThat(ledger("SELECT code FROM issued_code WHERE code <> ?", "")).isEmpty();
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isZero();
        assertThat(folder.resolve("peticiones.log")).doesNotExist();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    void awaitResults(String... lines) {
        Path results = folder.resolve("ok.txt");
        await().until(() -> Files.isRegularFile(results) && Files.readAllLines(results).size() >= lines.length);
        assertThat(results).content(UTF_8).isEqualTo(String.join("\n", lines) + "\n");
    }

    /** The first column of a query, on a connection of the test's own. */
    List<String> ledger(String query, String parameter) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
             PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }
}
