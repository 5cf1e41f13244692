package campus.cli.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private final Map<String, String> from = new LinkedHashMap<>();
    private final Map<String, String> to = new LinkedHashMap<>();

    @Test
    void aTextThatIsNotThereStays() {
        add("a", "lost", "perdido");
        assertThat(of("lost?")).isEqualTo("lost?");
    }

    @Test
    void parametersMayStandInAnotherOrder() {
        add("a", "{0} may not {1}", "{1}: no puede {0}");
        assertThat(of("$1 may not \\{0}")).isEqualTo("\\{0}: no puede $1");
    }

    @Test
    void onlyATextIsTranslatedInAText() {
        add("a", "lost", "perdido");
        add("b", "user '{0}': {1,text}", "usuario '{0}': {1}");
        assertThat(of("user 'lost': lost")).isEqualTo("usuario 'lost': perdido");
    }

    @Test
    void theMostSpecialTextIsTaken() {
        add("a", "{0}: {1,text}", "{0}: {1}");
        add("b", "gone: {0}", "ya no: {0}");
        assertThat(of("x: gone: y")).isEqualTo("x: ya no: y");
    }

    @Test
    void aNumberIsDigitsOnly() {
        add("a", "{0,number} to {1,number}", "de {0} a {1}");
        assertThat(of("1 to 9")).isEqualTo("de 1 a 9");
        assertThat(of("a to z")).isEqualTo("a to z");
    }

    private void add(String key, String english, String other) {
        from.put(key, english);
        to.put(key, other);
    }

    private String of(String text) {
        return new Translation(from, to).of(text);
    }
}
