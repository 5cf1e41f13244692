package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.broker.Listener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The five transports of the embedded broker, with the certificates that it makes itself. */
class EmbeddedTransportIT extends TransportScenarios {

    @Override
    Running start(Listener transport, Map<String, String> tls) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(tls);
        for (Listener listener : Listener.values()) {
            options.put(listener.key(), "0");
        }
        options.put("camel.component.paho-mqtt5.broker-url",
                transport.scheme() + "://127.0.0.1:{{" + transport.key() + "}}");
        return Running.start(folder.resolve("data"), options);
    }

    @Override
    int port(Listener listener, Running campus) {
        return Integer.parseInt(campus.setting(listener.key()));
    }

    @Override
    Path file(String name) {
        return folder.resolve("data/broker/certificates").resolve(name);
    }

    @Test
    void certificatesAreMadeOnceAndOthersCanBeNamed() throws Exception {
        try (Running campus = start(Listener.TLS, Map.of("campus.tls.cafile", file("ca.crt").toString()))) {
            assertThat(file("server.crt")).exists();
        }
        Path first = file("ca.crt");
        Map<String, String> named = Map.of("campus.data-dir", folder.resolve("other").toString(),
                "campus.tls.cafile", first.toString(), "campus.broker.tls.cert", file("server.crt").toString(),
                "campus.broker.tls.key", file("server.key").toString(), "campus.broker.tls.cafile", first.toString());
        try (Running campus = start(Listener.TLS, named)) {
            assertThat(folder.resolve("other/broker/acl_file")).exists();
            assertThat(folder.resolve("other/broker/certificates")).doesNotExist();
            String url = url(Listener.TLS, port(Listener.TLS, campus));
            assertThat(CampusCommand.execute("pub", "-L", url + "/salon/x", "-m", "x", "-q", "1", "--cafile",
                    first.toString())).isZero();
        }
    }
}
