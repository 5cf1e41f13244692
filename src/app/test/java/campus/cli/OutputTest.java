package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.ledger.LedgerDatabase;
import campus.cli.options.ExitCode;
import campus.cli.options.StandardOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose output cannot be written fails, whatever it prints. */
class OutputTest {

    @TempDir
    private Path folder;
    private final CommandLine commands = new CommandLine();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "run --help", "help pub",
        "topics", "topics --list", "topics --floor 1", "topics --match EDIFICIO_1/#", "teacher roster check ROSTER",
        "teacher status", "teacher status --json",
        "teacher export --csv", "teacher purge --before 2026-01-01", "doctor student -p 1",
        "broker certificates CERTIFICATES", "broker mosquitto MOSQUITTO"})
    void aFullDiskIsOneLineAndCode1(String command) throws Exception {
        String[] arguments = prepared(command);
        assertThat(fail("No space left on device", arguments)).isEqualTo(ExitCode.FAILED);
        assertThat(commands.err()).isEqualTo("campus: standard output: cannot be written: No space left on device"
                + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "Tubería rota", "The pipe is being closed"})
    void aReaderThatHasEndedIsNoNews(String reason) {
        assertThat(fail(reason, "topics", "--list")).isEqualTo(ExitCode.FAILED);
        assertThat(commands.err()).isEmpty();
    }

    @Test
    void whatFailsAtTheEndIsToldToo() {
        OutputStream lateFailure = new OutputStream() {
            @Override
            public void write(int b) {
                // A disk is full when it is written, which may be later.
            }

            @Override
            public void flush() throws IOException {
                throw new IOException("Disk quota exceeded");
            }
        };
        assertThat(commands.execute(StandardOutput.of(lateFailure, UTF_8), "topics")).isEqualTo(ExitCode.FAILED);
        assertThat(commands.err()).contains("Disk quota exceeded").hasLineCount(1);
    }

    private String[] prepared(String command) throws IOException {
        Path roster = Files.writeString(folder.resolve("roster.txt"), "12345678\n");
        LedgerDatabase.open("jdbc:sqlite:" + folder.resolve("ledger.db")).close();
        return (command.replace("ROSTER", roster.toString())
                .replace("CERTIFICATES", folder.resolve("certificates").toString())
                .replace("MOSQUITTO", folder.resolve("mosquitto").toString())
                + " -D campus.data-dir=" + folder).split(" ");
    }

    private int fail(String reason, String... arguments) {
        return commands.execute(StandardOutput.of(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        }, UTF_8), arguments);
    }
}
