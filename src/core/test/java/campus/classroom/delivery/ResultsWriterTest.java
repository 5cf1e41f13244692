package campus.classroom.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.classroom.Solution;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerDatabase;
import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each accepted solution is once in the results file, at whatever moment the teacher was killed. */
class ResultsWriterTest {

    private final ManualClock clock = new ManualClock();
    @TempDir
    private Path folder;
    private Path file;
    private LedgerDatabase database;
    private Ledger ledger;
    private int accepted;

    @BeforeEach
    void open() {
        file = folder.resolve("ok.txt");
        database = LedgerDatabase.open(url());
        ledger = new Ledger(database, Duration.ofMinutes(10), 10, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void acceptedSolutionsAreWrittenOnceInTheOrderOfAcceptance() throws Exception {
        List<String> accepted = accept(5);
        write();
        accepted.addAll(accept(2500));
        write();
        write();
        assertThat(file).content(UTF_8).isEqualTo(text(accepted));
    }

    @Test
    void earlierLinesStayAndALineWithoutAnEndGetsOne() throws Exception {
        Files.writeString(file, "older line");
        List<String> accepted = accept(2);
        write();
        assertThat(file).content(UTF_8).isEqualTo("older line\n" + text(accepted));
    }

    @Test
    void aDatabaseThatFailsIsNotUsedForAWhile() throws Exception {
        List<String> accepted = accept(2);
        ResultsWriter results = results("teacher-1");
        try (ReadOnlyDeliveries disk = new ReadOnlyDeliveries(url())) {
            assertThatThrownBy(results::write).hasMessageContaining("disk full");
            results.write();
            clock.advance(Duration.ofSeconds(1));
            assertThatThrownBy(results::write).hasMessageContaining("disk full");
            clock.advance(Duration.ofSeconds(1));
            results.write();
        }
        clock.advance(Duration.ofSeconds(1));
        results.write();
        assertThat(file).as("once, though it was written each time before the database failed").content(UTF_8)
                .isEqualTo(text(accepted));
    }

    @Test
    void aTeacherThatWasKilledBeforeWritingWritesAllLines() throws Exception {
        Files.writeString(file, "older line\n");
        List<String> accepted = accept(3);
        write();
        assertThat(file).content(UTF_8).isEqualTo("older line\n" + text(accepted));
    }

    /** Also in the middle of a letter: the 7th byte of a line is half of a ú. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 8, 38, 39, 40, 41, 60, 78, 79})
    void aTeacherThatWasKilledWhileWritingCompletesTheLines(int written) throws Exception {
        Files.writeString(file, "older line\n");
        List<String> accepted = accept(3);
        Files.write(file, Arrays.copyOf(text(accepted).getBytes(UTF_8), written), StandardOpenOption.APPEND);
        write();
        assertThat(file).content(UTF_8).isEqualTo("older line\n" + text(accepted));
    }

    @Test
    void aTeacherThatWasKilledBeforeMarkingWritesNoLineAgain() throws Exception {
        List<String> accepted = accept(3);
        Files.writeString(file, text(accepted));
        write();
        List<String> more = accept(1);
        write();
        assertThat(file).content(UTF_8).isEqualTo(text(accepted) + text(more));
    }

    @Test
    void aLineThatSomebodyElseLeftWithoutAnEndStays() throws Exception {
        List<String> accepted = accept(1);
        Files.writeString(file, "12345;by hand");
        write();
        assertThat(file).content(UTF_8).isEqualTo("12345;by hand\n" + text(accepted));
    }

    @Test
    void atTheStartTheFileGetsTheLinesThatItHasLostAndKeepsThoseOfOthers() throws Exception {
        List<String> accepted = accept(3);
        write();
        Files.writeString(file, "# by hand\n" + accepted.get(1) + "\n");
        database.close();
        open();
        write();
        String mended = "# by hand\n" + accepted.get(1) + "\n" + text(List.of(accepted.get(0), accepted.get(2)));
        assertThat(file).content(UTF_8).isEqualTo(mended);
        List<String> more = accept(1);
        write();
        assertThat(file).content(UTF_8).isEqualTo(mended + text(more));
    }

    @Test
    void atTheStartAFileThatWasRemovedIsWrittenAgainAlsoUnderAnotherNameOfTheTeacher() throws Exception {
        List<String> accepted = accept(3);
        write();
        Files.delete(file);
        results("teacher-2").write();
        assertThat(file).content(UTF_8).isEqualTo(text(accepted));
    }

    @Test
    void aFileThatCannotBeWrittenIsTriedLessAndLessOften() throws Exception {
        Files.createDirectories(file);
        List<String> accepted = accept(1);
        ResultsWriter results = results("teacher-1");
        assertThatThrownBy(results::write).isInstanceOf(IOException.class);
        results.write();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(results::write).isInstanceOf(IOException.class);
        Files.delete(file);
        clock.advance(Duration.ofSeconds(1));
        results.write();
        assertThat(file).doesNotExist();
        clock.advance(Duration.ofSeconds(1));
        results.write();
        assertThat(file).content(UTF_8).isEqualTo(text(accepted));
    }

    @Test
    void afterAStartTheFileIsTriedAtOnce() throws Exception {
        Files.createDirectories(file);
        List<String> accepted = accept(1);
        assertThatThrownBy(this::write).isInstanceOf(IOException.class);
        Files.delete(file);
        database.close();
        open();
        write();
        assertThat(file).content(UTF_8).isEqualTo(text(accepted));
    }

    @Test
    void onlyTheOwnerMayReadIt() throws Exception {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        accept(1);
        write();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }

    private void write() throws Exception {
        results("teacher-1").write();
    }

    private ResultsWriter results(String teacher) {
        return new ResultsWriter(database, teacher, file, clock);
    }

    private List<String> accept(int count) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "Núria Lim " + (10000 + accepted++);
            String line = ledger.issue("12345678", "").code() + ";" + name + ";pelim@teleco.upv.es";
            ledger.redeem(Solution.parse(line.getBytes(UTF_8)), "");
            lines.add(line);
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
