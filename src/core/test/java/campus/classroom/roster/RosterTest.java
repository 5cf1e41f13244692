package campus.classroom.roster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Dni;
import campus.testkit.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterTest {

    @TempDir
    private Path folder;
    private List<String> problems;
    private Path file;
    private long minute;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("class.txt");
    }

    @Test
    void skipsCommentsBlankLinesAndAByteOrderMark() throws IOException {
        write("\uFEFF12345678\n# the class of 2026\n\n   \n 00000001  # Peter Lim\r\n87.654.321-X\nX1234567L#nie");
        Roster roster = roster();
        assertThat(roster.dnis()).hasSize(4);
        assertThat(roster.contains("12345678")).isTrue();
        assertThat(roster.contains("00000001")).isTrue();
        assertThat(roster.contains("87654321")).isTrue();
        assertThat(roster.contains("X1234567")).isTrue();
    }

    @Test
    void containsADniLetterForLetterOnly() throws IOException {
        write("12345678\nX1234567");
        Roster roster = roster();
        for (String other : List.of("", " ", "12345678Z", " 12345678", "x1234567", "1234567", "#", "12345678\n")) {
            assertThat(roster.contains(other)).as(other).isFalse();
        }
    }

    @Test
    void namesTheLineThatIsNoDni() throws IOException {
        write("12345678\n# a comment\n\nPeter Lim\n");
        assertThatThrownBy(this::roster).isExactlyInstanceOf(SettingException.class)
                .message()
                .startsWith("campus.teacher.roster: " + file + " line 4: 'Peter Lim' is not a DNI: accepted is ")
                .doesNotContain("\n");
    }

    @Test
    void namesTheLineWithTheWrongLetter() throws IOException {
        write("00000001\n12345678A\n");
        assertThatThrownBy(this::roster).isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.teacher.roster: " + file
                        + " line 2: the letter of '12345678A' is wrong: to these digits belongs Z");
    }

    @Test
    void namesAFileThatIsMissingOrNotText() throws IOException {
        assertThatThrownBy(this::roster).isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.teacher.roster: " + file
                        + ": there is no such file; accepted is a text file in UTF-8 with one DNI per line");
        Files.write(file, "12345678 # José".getBytes(ISO_8859_1));
        assertThatThrownBy(this::roster).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.teacher.roster: " + file + ": it cannot be read (").doesNotContain("\n");
    }

    @Test
    void aCheckFindsNoProblemInTheUsualSpellings() throws IOException {
        assertThat(check("\uFEFF12345678Z # Peter Lim\n\n# the others\n 00.000.001-r\r\nx 1234567 L\n")).hasSize(3);
        assertThat(problems).isEmpty();
    }

    @Test
    void aCheckNamesEveryLineWithAProblemAndCountsTheOthers() throws IOException {
        assertThat(check("12345678\n12345678A\nPeter Lim\n00000001\n12.345.678-z # again\n12345678\n1\n")).hasSize(2);
        assertThat(problems).containsExactly(
                file + " line 2: the letter of '12345678A' is wrong: to these digits belongs Z",
                file + " line 3: 'Peter Lim' is not a DNI: accepted is " + Dni.ACCEPTED,
                file + " line 5: '12.345.678-z' stands on line 1 already",
                file + " line 6: '12345678' stands on line 1 already",
                file + " line 7: '1' is not a DNI: accepted is " + Dni.ACCEPTED);
    }

    @Test
    void aLineCannotSendCommandsToTheTerminal() throws IOException {
        check("\u001b[2J\n");
        assertThat(problems).singleElement().asString().contains("'?[2J'");
        assertThatThrownBy(this::roster).isExactlyInstanceOf(SettingException.class).hasMessageContaining("'?[2J'");
    }

    @Test
    void aCheckNamesAMissingFile() {
        assertThatThrownBy(() -> Roster.read(file))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(file + ": there is no such file; accepted is a text file in UTF-8 with one DNI per line");
    }

    @Test
    void readsAFileAgainThatHasChanged() throws IOException {
        write("12345678");
        Roster roster = roster();
        assertThat(roster.contains("00000001")).isFalse();
        write("00000001");
        assertThat(roster.contains("00000001")).isTrue();
        assertThat(roster.contains("12345678")).isFalse();
        assertThat(roster.dnis()).containsExactly("00000001");
    }

    @Test
    void keepsTheOldRosterUntilABadFileIsGoodAgain() throws IOException {
        write("12345678");
        Roster roster = roster();
        write("00000001\nnonsense");
        assertThat(roster.contains("12345678")).isTrue();
        assertThat(roster.contains("00000001")).isFalse();
        Files.delete(file);
        assertThat(roster.contains("12345678")).isTrue();
        write("00000001");
        assertThat(roster.contains("00000001")).isTrue();
    }

    @Test
    void aFileThatIsGoneIsToldOnceEachTimeItGoes() throws IOException {
        LogLines log = new LogLines(Roster.class);
        log.start();
        try {
            write("12345678");
            Roster roster = roster();
            for (int i = 0; i < 2; i++) {
                Files.delete(file);
                assertThat(roster.dnis()).hasSize(1);
                assertThat(roster.dnis()).hasSize(1);
                write("12345678");
                assertThat(roster.dnis()).hasSize(1);
            }
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN roster not read again")).hasSize(2);
        } finally {
            log.stop();
        }
    }

    @Test
    void anEmptyRosterIsToldAtTheStartAndWhenItIsReadAgain() throws IOException {
        LogLines log = new LogLines(Roster.class);
        log.start();
        try {
            write("# nobody yet\n");
            Roster roster = roster();
            write("12345678");
            assertThat(roster.dnis()).hasSize(1);
            write("");
            assertThat(roster.dnis()).isEmpty();
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN roster " + file
                    + " has no DNI in it")).hasSize(2);
        } finally {
            log.stop();
        }
    }

    @Test
    void theFirstTimeAnExampleIsCopiedIntoTheDataFolderAndLaterKept() throws IOException {
        Path data = folder.resolve("some/data");
        Roster example = Roster.of(Settings.of(Map.of("campus.data-dir", data.toString())));
        assertThat(example.contains("12345678")).isTrue();
        Files.writeString(data.resolve("roster.txt"), "11111111");
        Roster kept = Roster.of(Settings.of(Map.of("campus.data-dir", data.toString())));
        assertThat(kept.contains("11111111")).isTrue();
        assertThat(kept.contains("12345678")).isFalse();
    }

    private Set<String> check(String text) throws IOException {
        Roster.Content content = Roster.read(Files.writeString(file, text));
        problems = content.problems().stream().map(Roster.Problem::text).toList();
        return content.dnis();
    }

    private Roster roster() {
        return Roster.of(Settings.of(Map.of("campus.teacher.roster", file.toString())));
    }

    /** Each time with a time stamp that is a minute later, as the file system may have a coarse clock. */
    private void write(String text) throws IOException {
        Files.writeString(file, text);
        minute++;
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L + minute * 60_000));
    }
}
