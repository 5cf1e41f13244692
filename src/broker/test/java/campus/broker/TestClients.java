package campus.broker;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;

/** One connected client per user, for many tests: Paho takes half a second to connect and leave. */
final class TestClients implements AutoCloseable {

    private final String url;
    private final Map<String, TestClient> clients = new HashMap<>();

    TestClients(String url) {
        this.url = url;
    }

    /** @param user null = anonymous */
    TestClient of(String user) throws MqttException {
        TestClient client = clients.get(user);
        if (client == null) {
            client = new TestClient(url, user);
            clients.put(user, client);
        }
        return client;
    }

    @Override
    public void close() throws MqttException {
        for (TestClient client : clients.values()) {
            client.close();
        }
    }
}
