package campus.cli.language;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.Refusal;
import campus.link.wire.ConnectFailure;
import campus.link.wire.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of both languages belong together, and to what the program says. */
class MessagesTest {

    private static final Map<String, String> ENGLISH = Language.messages(Language.ENGLISH);
    private static final Map<String, String> SPANISH = Language.messages(Language.SPANISH);
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)(,(text|number))?}");
    private static final Pattern BETWEEN_LITERALS = Pattern.compile("\"\\s*\\+\\s*\"");
    /** Those of Java, Netty and picocli, which have no source here: SpanishMessagesTest provokes them. */
    private static final Pattern OF_OTHERS = Pattern.compile("java\\..*|picocli\\..*");

    @Test
    void bothLanguagesHaveTheSameKeysInTheSameOrder() {
        assertThat(SPANISH.keySet()).hasSizeGreaterThan(200).containsExactlyElementsOf(ENGLISH.keySet());
    }

    @Test
    void bothLanguagesHaveTheSameParameters() {
        assertThat(ENGLISH.keySet()).allSatisfy(key ->
                assertThat(parameters(SPANISH.get(key))).as(key).isEqualTo(parameters(ENGLISH.get(key))));
        assertThat(SPANISH.values()).noneMatch(text -> text.contains(",text}") || text.contains(",number}"));
    }

    @Test
    void noTextIsThereTwice() {
        assertThat(ENGLISH.values()).doesNotHaveDuplicates();
    }

    /** A text that was changed in a source would not be translated any more. */
    @Test
    void everyTextIsOneOfTheSources() throws IOException {
        String sources = sources();
        assertThat(ENGLISH.keySet()).filteredOn(key -> !OF_OTHERS.matcher(key).matches()).allSatisfy(key ->
                assertThat(PARAMETER.split(ENGLISH.get(key))).as(key).allMatch(sources::contains));
    }

    @Test
    void everyRefusalOfTheTeacherIsTheOneOfThePage() throws IOException {
        String page = Files.readString(Path.of("src/app/main/resources/campus/web/refusals.js"));
        assertThat(Refusal.values()).allSatisfy(refusal -> assertThat(page).containsPattern(
                Pattern.quote("'" + refusal.reason() + "':") + "\\s+"
                        + Pattern.quote("'" + Language.SPANISH.text(refusal.reason()) + "'")));
    }

    @Test
    void everyReasonCodeOfMqttIsTranslatedWithItsRemedy() {
        List<ConnectFailure> failures = IntStream.rangeClosed(0x80, 0xFF)
                .mapToObj(code -> ReasonCode.failure(code, null)).toList();
        assertThat(failures).allSatisfy(failure -> {
            assertThat(Language.SPANISH.text(failure.text())).isNotEqualTo(failure.text());
            assertThat(failure.remedy()).matches(remedy -> remedy.isEmpty()
                    || !Language.SPANISH.text(remedy).equals(remedy));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a.max=1s is shorter than a.min=5s | a.max=1s es menor que a.min=5s",
        "a.to=x cannot be used: accepted is the URI of a Camel endpoint | a.to=x no sirve: pon la URI de un endpoint de"
            + " Camel",
        "a.template: data/mail.txt has another placeholder, ${nombr}; accepted is a text file in UTF-8: 'Asunto: ' and"
            + " the subject, a blank line, the text, with ${nombre} and ${codigo} | a.template: data/mail.txt tiene"
            + " otra variable, ${nombr}; pon un fichero de texto en UTF-8: 'Asunto: ' y el asunto, una línea en blanco,"
            + " el texto, con ${nombre} y ${codigo}"}, quoteCharacter = '"')
    void theTextsOfATextAreTranslatedToo(String english, String spanish) {
        assertThat(Language.SPANISH.text(english)).isEqualTo(spanish);
    }

    private static List<String> parameters(String text) {
        return PARAMETER.matcher(text).results().map((MatchResult match) -> match.group(1)).sorted().toList();
    }

    /** The Java sources of what is shipped, with each text in one piece. */
    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().matches("src.(app|core|link|broker).main.*")).toList();
            StringBuilder all = new StringBuilder();
            for (Path file : java) {
                all.append(Files.readString(file));
            }
            return BETWEEN_LITERALS.matcher(all).replaceAll("");
        }
    }
}
