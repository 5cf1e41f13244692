package campus.classroom.roster;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.roster.ClassMember.Certified;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassCsvTest {

    private static final Instant TIME = Instant.parse("2026-11-21T22:00:00.123Z");

    @Test
    void aClassWithoutStudentsIsAHeader() throws IOException {
        assertThat(csv()).isEqualTo("dni,asked_at,certified_at,name,email,code,seconds,private,certificate,mail\r\n");
    }

    @Test
    void anEventThatHasNotHappenedIsEmptyAndQuotesAreDoubled() throws IOException {
        assertThat(csv(ClassMember.enrolled("00000001"),
                new ClassMember("00000002", TIME, "01234", null),
                member("Lim, \"Peter\" 李", "pelim@teleco.upv.es"))).isEqualTo("""
                dni,asked_at,certified_at,name,email,code,seconds,private,certificate,mail
                00000001,,,,,,,,,
                00000002,2026-11-21T22:00:00.123Z,,,,01234,,,,
                12345678,2026-11-21T22:00:00.123Z,2026-11-21T22:00:01.623Z,"Lim, ""Peter"" 李",\
                pelim@teleco.upv.es,45230,1.5,yes,4,none
                """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+34 600", "-1", "@SUM(A1)", "=", "＝1", "\u00a0=1", " =1"})
    void aFormulaBecomesText(String text) throws IOException {
        assertThat(csv(member(text, "a@b.es"))).contains(",'" + text + ",a@b.es,");
        assertThat(csv(member("Ana", text))).contains(",Ana,'" + text + ",");
    }

    /** A spreadsheet may leave out what nobody sees, and a terminal must not get it. */
    @ParameterizedTest
    @ValueSource(strings = {"\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\t=1+1", "\u001b=1+1"})
    void whatIsNotPrintableIsShown(String text) throws IOException {
        assertThat(csv(member("Ana", text))).contains(",Ana,?=1+1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana-Eva", "O'Hara", "a+b@c.es", "1=1"})
    void anyOtherTextIsLeftAsItIs(String text) throws IOException {
        assertThat(csv(member(text, "a@b.es"))).contains("," + text + ",a@b.es,");
    }

    private static ClassMember member(String name, String email) {
        return new ClassMember("12345678", TIME, "45230",
                new Certified(TIME.plusMillis(1500), name, email, true, 4, "none"));
    }

    private static String csv(ClassMember... members) throws IOException {
        StringBuilder text = new StringBuilder();
        ClassCsv.write(List.of(members), text);
        return text.toString();
    }
}
