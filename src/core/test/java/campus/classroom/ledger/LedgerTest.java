package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
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
    @ValueSource(strings = {"data/ledger", "jdbc:unknown:x", "jdbc:h2:file:%s/ledger", "jdbc:sqlite:%s/file/ledger",
        "jdbc:sqlite:%s", "jdbc:sqlite:%s/no-database", "jdbc:postgresql://127.0.0.1:1/campus?user=x"})
    void aDatabaseThatCannotBeOpenedIsASetting(String form) throws IOException {
        Files.writeString(folder.resolve("no-database"), "this is a text file ".repeat(100));
        Files.writeString(folder.resolve("file"), "not a folder");
        String url = form.formatted(folder);
        assertThatThrownBy(() -> LedgerDatabase.open(url)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.ledger.url=" + url + " cannot be opened: ")
                .endsWith("; accepted is jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE?user=...&password=...")
                .doesNotContain("\n");
    }

    /** Version 1 of the tables counted the refusals of a "petition". */
    @Test
    void aLedgerOfTheVersionBeforeIsUpgradedByTheTeacherOnly() throws Exception {
        database.close();
        try (Connection connection = DriverManager.getConnection(url()); Statement v1 = connection.createStatement()) {
            v1.execute("DELETE FROM flyway_schema_history WHERE version = '2'");
            v1.execute("INSERT INTO refusal (day, what, reason, times)"
                    + " VALUES ('2026-11-20', 'petition', 'TOO_MANY', 7)");
        }
        assertThatThrownBy(() -> LedgerDatabase.openExisting(url())).isExactlyInstanceOf(SettingException.class)
                .message().endsWith(" is the ledger of an older version: start the teacher once, which upgrades it");
        database = LedgerDatabase.open(url());
        try (Connection connection = DriverManager.getConnection(url()); Statement v2 = connection.createStatement();
             ResultSet row = v2.executeQuery("SELECT what, times FROM refusal")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("request");
            assertThat(row.getLong(2)).isEqualTo(7);
        }
    }

    @Test
    void aPasswordIsNotPrinted() {
        String url = "jdbc:postgresql://127.0.0.1:1/campus?user=x&password=secret&ssl=false";
        assertThatThrownBy(() -> LedgerDatabase.open(url)).isExactlyInstanceOf(SettingException.class)
                .message().contains("password=...&ssl").doesNotContain("secret");
    }
}
