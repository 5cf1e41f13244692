package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole system on the embedded broker. */
class EmbeddedSystemIT extends SystemScenarios {

    @Override
    Running start(Map<String, String> options) throws Exception {
        return Running.start(folder.resolve("data"), options);
    }

    @Test
    void generatedPasswordsAreKeptAndOnlyTheOwnerCanReadThem() throws Exception {
        String first;
        try (Running campus = start(Map.of())) {
            first = Files.readString(campus.data.resolve("credentials.properties"));
            for (String secret : new String[] {"credentials.properties", "broker/password_file", "broker/acl_file"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(campus.data.resolve(secret))))
                        .as(secret).isEqualTo("rw-------");
            }
        }
        try (Running campus = start(Map.of())) {
            assertThat(Files.readString(campus.data.resolve("credentials.properties"))).isEqualTo(first);
        }
    }

    @Test
    void whatIsDisabledIsOff() throws Exception {
        Map<String, String> off = Map.of("campus.sensors.enabled", "false", "campus.teacher.enabled", "false",
                "campus.views.enabled", "false");
        try (Running campus = start(off)) {
            assertThat(campus.routes().values()).as("started routes").doesNotContain(true);
            assertThat(campus.lines("readings")).isEmpty();
            assertThat(campus.data.resolve("ledger.db")).doesNotExist();
        }
    }
}
