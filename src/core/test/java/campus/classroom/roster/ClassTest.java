package campus.classroom.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.classroom.ledger.LedgerDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class whose ledger is a file. */
class ClassTest extends ClassContract {

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("data/ledger.db");
    }

    @Test
    void removedDataIsInNoFileAnyMore() throws Exception {
        certify("00000001", "Ana Inolvidable");
        certify("00000002", "Eva Inolvidable");
        deliver();
        assertThat(bytes()).contains("Inolvidable");
        clock.advance(Duration.ofHours(2));
        assertThat(purge(LocalDate.parse("2026-11-22")).run().codes()).isEqualTo(2);
        assertThat(bytes()).doesNotContain("Inolvidable").doesNotContain("00000001");
    }

    @Test
    void aMissingLedgerIsNotCreated() throws IOException {
        for (String name : new String[] {"other/ledger.db", "ledger.db"}) {
            String url = "jdbc:sqlite:" + folder.resolve(name);
            assertThatThrownBy(() -> LedgerDatabase.openExisting(url)).isExactlyInstanceOf(SettingException.class)
                    .hasMessage("there is no ledger at campus.ledger.url=" + url + ": the teacher makes it at its first"
                            + " start; look at campus.data-dir and campus.ledger.url");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("data"));
        }
    }

    @Test
    void aFileThatIsNoLedgerIsNotChanged() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "this is a text file ".repeat(100));
        assertThatThrownBy(() -> LedgerDatabase.openExisting("jdbc:sqlite:" + text))
                .isExactlyInstanceOf(SettingException.class).message().contains(" cannot be opened: ");
        Path empty = Files.createFile(folder.resolve("empty.db"));
        assertThatThrownBy(() -> LedgerDatabase.openExisting("jdbc:sqlite:" + empty))
                .isExactlyInstanceOf(SettingException.class).message().startsWith("there is no ledger at ");
        assertThat(empty).isEmptyFile();
        assertThat(text).hasContent("this is a text file ".repeat(100));
    }

    /** The text of all files of the ledger. */
    private String bytes() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
