package campus.classroom.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.classroom.Dni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterCheckTest {

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("class.txt");
    }

    @Test
    void findsNoProblemInARosterWithTheUsualSpellings() throws IOException {
        RosterCheck check = check("\uFEFF12345678Z # Peter Lim\n\n# the others\n 00.000.001-r\r\nx 1234567 L\n");
        assertThat(check.problems()).isEmpty();
        assertThat(check.enrolled()).isEqualTo(3);
    }

    @Test
    void namesEveryLineWithAProblemAndCountsTheOthers() throws IOException {
        RosterCheck check = check("12345678\n12345678A\nPeter Lim\n00000001\n12.345.678-z # again\n12345678\n1\n");
        assertThat(check.enrolled()).isEqualTo(2);
        assertThat(check.problems()).containsExactly(
                file + " line 2: the letter of '12345678A' is wrong: to these digits belongs Z",
                file + " line 3: 'Peter Lim' is not a DNI: accepted is " + Dni.ACCEPTED,
                file + " line 5: '12.345.678-z' stands on line 1 already",
                file + " line 6: '12345678' stands on line 1 already",
                file + " line 7: '1' is not a DNI: accepted is " + Dni.ACCEPTED);
    }

    @Test
    void aLineCannotSendCommandsToTheTerminal() throws IOException {
        assertThat(check("\u001b[2J\n").problems()).singleElement().asString().contains("'?[2J'");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> RosterCheck.of(file)).isExactlyInstanceOf(SettingException.class)
                .hasMessage(file + ": there is no such file; accepted is a text file in UTF-8 with one DNI per line");
    }

    private RosterCheck check(String text) throws IOException {
        return RosterCheck.of(Files.writeString(file, text));
    }
}
