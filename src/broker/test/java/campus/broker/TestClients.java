package campus.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** Fresh anonymous clients. */
    List<TestClient> several(int count) {
        List<TestClient> clients = sideBySide(Collections.nCopies(count, () -> new TestClient(url, null)));
        all.addAll(clients);
        return clients;
    }

    @Override
    public void close() {
        sideBySide(all.stream().<Callable<Void>>map(client -> () -> {
            client.close();
            return null;
        }).toList());
    }

    /** As Paho takes its time for each. */
    private static <T> List<T> sideBySide(List<Callable<T>> tasks) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> task : threads.invokeAll(tasks)) {
                results.add(task.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }
}
