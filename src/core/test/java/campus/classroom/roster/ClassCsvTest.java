package campus.classroom.roster;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(csv()).isEqualTo("dni,asked_at,certified_at,name,email,code\r\n");
    }

    @Test
    void anEventThatHasNotHappenedIsEmptyAndQuotesAreDoubled() throws IOException {
        assertThat(csv(ClassMember.enrolled("00000001"),
                new ClassMember("00000002", TIME, null, null, null, "01234"),
                member("Lim, \"Peter\" 李", "pelim@teleco.upv.es"))).isEqualTo("""
                dni,asked_at,certified_at,name,email,code
                00000001,,,,,
                00000002,2026-11-21T22:00:00.123Z,,,,01234
                12345678,2026-11-21T22:00:00.123Z,2026-11-21T22:00:00.123Z,"Lim, ""Peter"" 李",pelim@teleco.upv.es,45230
                """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+34 600", "-1", "@SUM(A1)", "=", "＝1", "\t=1"})
    void aFormulaBecomesText(String text) throws IOException {
        assertThat(csv(member(text, "a@b.es"))).contains(",'" + text + ",a@b.es,");
        assertThat(csv(member("Ana", text))).contains(",Ana,'" + text + ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana-Eva", "O'Hara", "a+b@c.es", "1=1"})
    void anyOtherTextIsLeftAsItIs(String text) throws IOException {
        assertThat(csv(member(text, "a@b.es"))).contains("," + text + ",a@b.es,");
    }

    private static ClassMember member(String name, String email) {
        return new ClassMember("12345678", TIME, TIME, name, email, "45230");
    }

    private static String csv(ClassMember... members) throws IOException {
        StringBuilder text = new StringBuilder();
        ClassCsv.write(List.of(members), text);
        return text.toString();
    }
}
