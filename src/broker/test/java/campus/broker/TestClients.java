package campus.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Connected clients for many tests, as Paho takes half a second to connect and leave. */
final class TestClients implements AutoCloseable {

    private final String url;
    private final Map<String, TestClient> clients = new HashMap<>();
    private final List<TestClient> all = new ArrayList<>();

    TestClients(String url) {
        this.url = url;
    }

    /**
     * The one client of a user.
     *
     * @param user null: anonymous
     */
    TestClient of(String user) throws MqttException {
        TestClient client = clients.get(user);
        if (client == null) {
            client = another(user);
            clients.put(user, client);
        }
        return client;
    }

    /** A fresh client of a user. */
    TestClient another(String user) throws MqttException {
        TestClient client = new TestClient(url, user);
        all.add(client);
        return client;
    }

    @Override
    public void close() {
        // Side by side, as Paho takes its time for each.
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            threads.invokeAll(all.stream().map(TestClients::leaving).toList());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }

    private static Callable<Void> leaving(TestClient client) {
        return () -> {
            client.close();
            return null;
        };
    }
}
