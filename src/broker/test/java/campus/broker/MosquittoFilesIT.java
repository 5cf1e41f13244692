package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.limits.LimitsFile;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration for Mosquitto that is made of the properties, and a Mosquitto that starts with it. */
class MosquittoFilesIT {

    private final Map<String, String> properties = new HashMap<>();
    @TempDir
    private Path folder;

    @BeforeEach
    void setProperties() throws IOException {
        properties.putAll(LimitsFile.read());
        properties.putAll(Map.of("campus.broker.host", "127.0.0.1", "campus.broker.port", "1883",
                "campus.broker.sys-interval", "10s", "campus.broker.public", "salon/#,/MIOT/#",
                "campus.sensors.building", "EDIFICIO_1", "campus.exchange.response-topic", "DST/RESPUESTA"));
        Map.of("dst", "campus.student", "profesor", "campus.teacher", "edificio", "campus.building").forEach(
                (user, prefix) -> properties.putAll(Map.of(prefix + ".username", user,
                        prefix + ".password", BrokerFixture.USERS.get(user))));
    }

    @Test
    void mosquittoStartsWithAllListenersAndTheSamePermissions() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        int webSocket = Ports.free();
        properties.put("campus.broker.tls.port", String.valueOf(Ports.free()));
        properties.put("campus.broker.tls.client-port", String.valueOf(Ports.free()));
        properties.put("campus.broker.ws.port", String.valueOf(webSocket));
        List<String> lines = Files.readAllLines(write());
        // The test kit has a line for this listener: on a free port, and with a log.
        String[] others = lines.stream().filter(line -> !line.equals("listener 1883 127.0.0.1"))
                .toArray(String[]::new);
        try (Mosquitto mosquitto = Mosquitto.start(folder, others);
                // This listener may open a moment after the first.
                TestClient student = await().ignoreExceptions().until(
                        () -> new TestClient("ws://127.0.0.1:" + webSocket, "dst"), Objects::nonNull);
                TestClient stranger = new TestClient(mosquitto.url(), null)) {
            assertThat(student.publish("DST/PETICION")).isLessThan(0x80);
            assertThat(student.publish("DST/CODIGO")).isEqualTo(0x87);
            assertThat(stranger.publish("/MIOT/x")).isLessThan(0x80);
            assertThat(stranger.publish("DST/PETICION")).isEqualTo(0x87);
        }
    }

    @Test
    void theFileHasTheLimitsAndSaysWhichItHasNot() throws IOException {
        assertThat(write()).content().contains("\nmax_packet_size 2097152\n", "\nmax_queued_bytes 16777216\n",
                "\npersistent_client_expiration 1h\n", "\nmax_connections 4000\n", "Mosquitto has none of them");
    }

    @Test
    void anyFreePortIsNoneForMosquitto() {
        properties.put("campus.broker.port", "0");
        assertThatThrownBy(this::write).isInstanceOf(SettingException.class)
                .hasMessage("campus.broker.port=0 cannot be used: accepted is a port from 1 to 65535, for Mosquitto");
    }

    @Test
    void aFileThatWasEditedIsReplacedOnlyIfThatIsWanted() throws IOException {
        Path file = write();
        String written = Files.readString(file);
        assertThat(write()).hasContent(written);
        Path acl = file.resolveSibling("acl_file");
        Files.writeString(file, "\nmax_keepalive 60\n", StandardOpenOption.APPEND);
        Files.writeString(acl, "user mine\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::write).isInstanceOf(SettingException.class).hasMessage(file
                + " exists with another content: give another folder, or --force to replace it");
        assertThat(file).content().endsWith("max_keepalive 60\n");
        assertThat(acl).content().endsWith("user mine\n");
        assertThat(write(true)).hasContent(written);
        assertThat(acl).content().doesNotContain("user mine");
    }

    private Path write() {
        return write(false);
    }

    private Path write(boolean force) {
        return MosquittoFiles.write(Settings.of(properties), this::resolve, List.of(), folder.resolve("class"), force);
    }

    private String resolve(String text) {
        String resolved = text;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            resolved = resolved.replace("{{" + property.getKey() + "}}", property.getValue());
        }
        return resolved;
    }
}
