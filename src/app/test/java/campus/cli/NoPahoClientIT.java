package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program makes no client of Paho: its class is not even loaded. */
class NoPahoClientIT {

    @TempDir
    Path folder;

    @Test
    void noMqttAsyncClientIsMade() throws Exception {
        Path classes = folder.resolve("classes");
        List<String> java = new ArrayList<>(PackagedJar.quickCommand());
        java.add(java.indexOf("-jar"), "-Xlog:class+load:file=" + classes);
        try (PackagedProgram program = new PackagedProgram(folder, java)) {
            Process run = program.run(Ports.free(), "-D", "campus.sensors.rate=10");
            // By then sensors, views, teacher and broker have connections.
            await().atMost(PackagedProgram.PATIENCE)
                    .until(() -> loaded(classes).contains("campus.link.OutgoingMessage ")
                    && loaded(classes).contains("campus.link.Delivery "));
            run.destroy();
            run.waitFor();
        }
        assertThat(loaded(classes)).contains("io.netty.handler.codec.mqtt.MqttEncoder ")
                .doesNotContain("MqttAsyncClient");
    }

    private static String loaded(Path classes) throws Exception {
        return Files.exists(classes) ? Files.readString(classes) : "";
    }
}
