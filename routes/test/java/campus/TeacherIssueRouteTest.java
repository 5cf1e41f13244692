package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.failing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a DNI on DST/PETICION to a code on DST/CODIGO. */
class TeacherIssueRouteTest extends TeacherRouteTestBase {

    @Test
    void aRequestIsAnsweredWithACodeAndLogged() throws Exception {
        start();
        assertHandled(request(DNI));
        String code = bodies(campus.published("DST/CODIGO")).get(0);
        assertThat(code).matches("[0-9]{5}");
        assertThat(ledger("SELECT dni FROM issued_code WHERE open_code = ?", code)).containsExactly(DNI);
        assertThat(folder.resolve("peticiones.log")).content(UTF_8)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z " + DNI + "\n");
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aCodeIsInTheLedgerAndInTheLogBeforeItIsPublished() throws Exception {
        start();
        List<String> known = new ArrayList<>();
        campus.published("DST/CODIGO").whenAnyExchangeReceived(exchange -> {
            known.addAll(ledger("SELECT dni FROM issued_code WHERE open_code = ?",
                    exchange.getMessage().getBody(String.class)));
            known.addAll(Files.readAllLines(folder.resolve("peticiones.log")));
        });
        assertHandled(request(DNI));
        assertThat(known).hasSize(2).allMatch(text -> text.endsWith(DNI));
    }

    @Test
    void nothingThatWasReceivedIsPublishedAlongWithACode() throws Exception {
        start();
        request(DNI);
        assertThat(campus.published("DST/CODIGO").getReceivedExchanges()).singleElement()
                .satisfies(exchange -> assertThat(exchange.getMessage().getHeaders())
                        .containsOnlyKeys(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
                                PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC));
    }

    @Test
    void aCodeExpiresInTheBrokerWhenItExpiresInTheLedger() throws Exception {
        campus.set("campus.teacher.code-ttl", "90s");
        start();
        request(DNI);
        MqttProperties properties = campus.published("DST/CODIGO").getReceivedExchanges().get(0).getMessage()
                .getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        assertThat(properties.getMessageExpiryInterval()).isBetween(85L, 90L);
        assertThat(properties.getUserProperties()).isEmpty();
        assertThat(properties.getResponseTopic()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "", "12345678;x", "12345678\n87654321"})
    void aDniThatIsNotEnrolledGetsNothingAndStopsNoOther(String dni) throws Exception {
        start();
        assertHandled(request(dni));
        assertNothingWasIssued();
        assertHandled(request(DNI));
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("peticiones.log"))).hasSize(1);
    }

    @Test
    void aRetainedRequestGetsNothingAndStopsNoOther() throws Exception {
        start();
        assertHandled(campus.receiveRetained("teacher-issue", "DST/PETICION", DNI));
        assertNothingWasIssued();
        assertHandled(request(DNI));
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aRequestThatIsNoTextGetsNothingAndStopsNoOther() throws Exception {
        start();
        assertHandled(campus.receive("teacher-issue", "DST/PETICION", new byte[] {(byte) 0xff}));
        assertHandled(campus.receive("teacher-issue", "DST/PETICION", new byte[1 << 20]));
        assertNothingWasIssued();
        assertHandled(request(DNI));
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aCodeThatIsNotPublishedAtOnceIsPublishedAgainNotIssuedAgain() throws Exception {
        start();
        campus.published("DST/CODIGO").whenExchangeReceived(1, failing("connection lost"));
        assertHandled(request(DNI));
        assertThat(bodies(campus.published("DST/CODIGO"))).hasSize(2).containsOnly(onlyOpenCode());
        assertThat(Files.readAllLines(folder.resolve("peticiones.log"))).hasSize(1);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aCodeThatIsNeverPublishedLeavesItsRequestInTheDeadLetters() throws Exception {
        start();
        campus.published("DST/CODIGO").whenAnyExchangeReceived(failing("not authorized"));
        assertHandled(request(DNI));
        assertThat(bodies(campus.published("DST/CODIGO"))).hasSize(4).containsOnly(onlyOpenCode());
        assertThat(bodies(campus.mock("dead-letter"))).singleElement().asString()
                .contains("\"topic\":\"DST/PETICION\"", "\"payload\":" + DNI, "\"route\":\"teacher-issue\"",
                        "not authorized");
    }
}
