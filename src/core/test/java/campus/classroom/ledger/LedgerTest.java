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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        ledger.issue("12345678", "");
        try (Stream<Path> files = Files.list(folder.resolve("some/new"))) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/ledger", "jdbc:unknown:x", "jdbc:h2:file:%s/ledger", "jdbc:sqlite:%s/file/ledger",
        "jdbc:sqlite:%s", "jdbc:sqlite:%s/no-database"})
    void aDatabaseThatCannotBeOpenedIsASetting(String form) throws IOException {
        Files.writeString(folder.resolve("no-database"), "this is a text file ".repeat(100));
        Files.writeString(folder.resolve("file"), "not a folder");
        String url = form.formatted(folder);
        assertThatThrownBy(() -> LedgerDatabase.open(url)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.ledger.url=" + url + " cannot be opened: ")
                .endsWith("; accepted is jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE?user=...&password=...")
                .doesNotContain("\n");
    }

    @Test
    void aLedgerOfAnotherVersionIsRefusedAndLeftAlone() throws Exception {
        database.close();
        try (Connection connection = DriverManager.getConnection(url());
             Statement other = connection.createStatement()) {
            other.execute("UPDATE flyway_schema_history SET checksum = 1");
        }
        for (ThrowingCallable open : List.<ThrowingCallable>of(
                () -> LedgerDatabase.openExisting(url()), () -> LedgerDatabase.open(url()))) {
            assertThatThrownBy(open).isExactlyInstanceOf(SettingException.class)
                    .hasMessage("campus.ledger.url=" + url() + " is the ledger of another version of this program:"
                            + " use that version, or move the ledger away, and the teacher makes a new one");
        }
    }

    /** As on a full disk: SQLite has ended the transaction itself, so that a rollback fails too. */
    @Test
    void theFirstFailureIsToldIfSqliteHasRolledBack() {
        assertThatThrownBy(() -> database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
                throw new SQLException("database or disk is full");
            }
        })).isInstanceOf(SQLException.class).hasMessage("database or disk is full");
    }

    @Test
    void aSecondTeacherOnTheSameFileIsRefused() {
        assertThatThrownBy(() -> LedgerDatabase.open(url())).isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.ledger.url: another teacher is using " + folder.resolve("some/new/ledger.db")
                        + ": stop it, or give this one a campus.data-dir of its own; several teachers share a"
                        + " PostgreSQL");
        database.close();
        open();
    }

    @Test
    void aPasswordIsNotPrinted() {
        String url = "jdbc:postgresql://127.0.0.1:1/campus?user=x&password=secret&ssl=false";
        assertThatThrownBy(() -> LedgerDatabase.open(url)).isExactlyInstanceOf(LedgerAwayException.class)
                .message().startsWith("campus.ledger.url=").contains("password=...&ssl", " does not answer: ")
                .doesNotContain("secret");
    }
}
