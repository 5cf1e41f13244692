package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.testkit.EmptyPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole system on the embedded broker. */
class EmbeddedSystemIT extends SystemScenarios {

    private static final Map<String, String> OFF = Map.of("campus.sensors.enabled", "false", "campus.teacher.enabled",
            "false", "campus.views.enabled", "false");

    @RegisterExtension
    private static final EmptyPostgres POSTGRES = new EmptyPostgres();

    private int started;

    @Override
    Running start(Map<String, String> options) throws Exception {
        return Running.start(folder.resolve("data-" + ++started), options);
    }

    @Override
    String ledgerUrl() {
        return POSTGRES.url();
    }

    @Test
    void generatedPasswordsAreKeptAndOnlyTheOwnerCanReadThem(@TempDir Path data) throws Exception {
        String first;
        try (Running campus = Running.start(data, OFF)) {
            first = Files.readString(campus.data.resolve("credentials.properties"));
            for (String secret : new String[] {"credentials.properties", "broker/password_file", "broker/acl_file"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(campus.data.resolve(secret))))
                        .as(secret).isEqualTo("rw-------");
            }
        }
        try (Running campus = Running.start(data, OFF)) {
            assertThat(Files.readString(campus.data.resolve("credentials.properties"))).isEqualTo(first);
        }
    }

    @Test
    void whatIsDisabledIsOff() throws Exception {
        try (Running campus = start(OFF)) {
            assertThat(campus.routes().values()).as("started routes").doesNotContain(true);
            assertThat(campus.lines("readings")).isEmpty();
            assertThat(campus.data.resolve("ledger.db")).doesNotExist();
        }
    }
}
