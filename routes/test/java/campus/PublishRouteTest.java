package campus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishRouteTest {

    private static final Map<String, Object> HEADERS = Map.of(
            PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, "salon/luz",
            PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 2,
            PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, true);

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void start() throws Exception {
        campus = RouteFixture.in(folder).start(new PublishRoutes());
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void bytesArePublishedAsTheyAreWithTopicQosAndRetainFlag() throws Exception {
        byte[] payload = {0, (byte) 0xff, '\n'};
        MockEndpoint published = campus.published("salon/luz");
        published.expectedBodiesReceived((Object) payload);
        HEADERS.forEach(published::expectedHeaderReceived);
        campus.template().sendBodyAndHeaders("direct:publish", payload, HEADERS);
        published.assertIsSatisfied();
    }

    @Test
    void eachMessageIsPublishedBeforeTheCallReturns() {
        for (int i = 1; i <= 3; i++) {
            campus.template().sendBodyAndHeaders("direct:publish", ("line " + i).getBytes(UTF_8), HEADERS);
            assertThat(RouteFixture.bodies(campus.published("salon/luz"))).hasSize(i).last().isEqualTo("line " + i);
        }
    }

    @Test
    void aMessageThatIsNotPublishedFailsTheCallAtOnce() {
        campus.published("salon/luz").whenAnyExchangeReceived(RouteFixture.failing("no broker"));
        assertThatThrownBy(() -> campus.template().sendBodyAndHeaders("direct:publish", new byte[0], HEADERS))
                .isInstanceOf(CamelExecutionException.class)
                .cause().isInstanceOf(IOException.class).hasMessage("no broker");
        assertThat(campus.published("salon/luz").getReceivedCounter()).isEqualTo(1);
    }
}
