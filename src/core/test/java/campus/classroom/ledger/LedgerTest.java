package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger in a file. */
class LedgerTest extends LedgerContract {

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("some/new/ledger.db");
    }

    @Test
    void onlyTheOwnerMayReadItsFiles() throws Exception {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        ledger.issue("12345678");
        try (Stream<Path> files = Files.list(folder.resolve("some/new"))) {
            assertThat(files).hasSize(3).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/ledger", "jdbc:nobody:knows", "jdbc:h2:file:%s/ledger", "jdbc:sqlite:%s/file/ledger",
        "jdbc:sqlite:%s", "jdbc:sqlite:%s/no-database", "jdbc:postgresql://127.0.0.1:1/campus?user=x"})
    void aDatabaseThatCannotBeOpenedIsASetting(String form) throws IOException {
        Files.writeString(folder.resolve("no-database"), "this is a text file ".repeat(100));
        Files.writeString(folder.resolve("file"), "not a folder");
        String url = form.formatted(folder);
        assertThatThrownBy(() -> Ledger.open(url, TEN_MINUTES, "teacher-1", clock)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.ledger.url=" + url + " cannot be opened: ")
                .endsWith("; accepted is jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE?user=...&password=...")
                .doesNotContain("\n");
    }

    @Test
    void aPasswordIsNotSaid() {
        assertThatThrownBy(() -> Ledger.open("jdbc:postgresql://127.0.0.1:1/campus?user=x&password=secret&ssl=false",
                TEN_MINUTES, "teacher-1", clock)).isExactlyInstanceOf(SettingException.class)
                .message().contains("password=...&ssl").doesNotContain("secret");
    }
}
