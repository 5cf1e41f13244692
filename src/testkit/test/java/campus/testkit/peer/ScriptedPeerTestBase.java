package campus.testkit.peer;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** A {@link ScriptedPeer} for each test, and clients for it that are closed afterwards. */
abstract class ScriptedPeerTestBase {

    static final int A_DAY = 86_400;

    final ScriptedPeer peer = ScriptedPeer.start();
    private final List<ScriptedPeerTestClient> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (ScriptedPeerTestClient client : clients) {
            client.close();
        }
        peer.close();
    }

    ScriptedPeerTestClient silentClient() throws IOException {
        ScriptedPeerTestClient client = new ScriptedPeerTestClient(peer.port());
        clients.add(client);
        return client;
    }

    ScriptedPeerTestClient client(String clientId) throws IOException {
        return silentClient().connect(clientId, false, A_DAY, 10);
    }

    ScriptedPeerTestClient connected(String clientId) throws IOException {
        ScriptedPeerTestClient client = client(clientId);
        assertThat(client.packet().type()).isEqualTo(CONNACK);
        return client;
    }

    static List<ScriptedPeerMessage> messages(int count, int qos) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> ScriptedPeerMessage.of("x/" + n, "text " + n, qos))
                .toList();
    }
}
