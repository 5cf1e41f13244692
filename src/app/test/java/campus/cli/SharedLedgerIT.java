package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.ledger.LedgerDatabase;
import campus.cli.options.ExitCode;
import campus.testkit.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} on a ledger that another teacher shares. */
class SharedLedgerIT {

    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void aSecondTeacherWithTheSameIdentifierIsRefused() {
        CommandLine commands = new CommandLine();
        String url = Postgres.start().newDatabase();
        try (LedgerDatabase first = LedgerDatabase.open(url)) {
            first.claim("campus-1");
            assertThat(commands.execute("run", "-D", "campus.broker.port=0", "-D", "campus.client-id=campus-1",
                    "-D", "campus.ledger.url=" + url, "-D", "campus.data-dir=" + folder.resolve("data")))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(commands.err()).hasLineCount(1)
                    .startsWith("campus: campus.client-id=campus-1: another teacher with it is using ")
                    .contains(": stop it, or give this one a campus.data-dir and a campus.client-id of its own");
            assertThat(commands.out()).doesNotContain("\tat ");
        }
    }
}
