package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Spanish page keeps together with its English one: the same sections, tables and commands, in the same order. */
class SpanishPagesTest {

    private static final Path ENGLISH = Path.of("src", "site");
    private static final Path SPANISH = ENGLISH.resolve("es");
    private static final Pattern CODE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    /** The level of a heading, the begin of a row, of an item, of a quotation or of a picture. */
    private static final Pattern SHAPE = Pattern.compile("^(#+ |\\| |- |> (?=\\*)|!(?=\\[))", Pattern.MULTILINE);

    static List<String> pages() throws IOException {
        try (Stream<Path> pages = Files.list(SPANISH)) {
            return pages.map(page -> page.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasTheCommandsOfTheEnglishPage(String name) throws IOException {
        assertThat(typed(SPANISH.resolve(name))).isEqualTo(typed(ENGLISH.resolve(name)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasTheShapeOfTheEnglishPage(String name) throws IOException {
        assertThat(shape(SPANISH.resolve(name))).isNotEmpty().isEqualTo(shape(ENGLISH.resolve(name)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePagesLinkToEachOtherInTheirFirstLines(String name) throws IOException {
        assertThat(firstLines(ENGLISH.resolve(name))).contains("En español: [", "](es/" + name + ")");
        assertThat(firstLines(SPANISH.resolve(name))).contains("In English: [", "](../" + name + ")");
    }

    /** A reader of Spanish stays in Spanish. */
    @ParameterizedTest
    @MethodSource("pages")
    void linksToTheSpanishPageIfThereIsOne(String name) throws IOException {
        String page = Files.readString(SPANISH.resolve(name)).replace("](../" + name + ")", "");
        for (String other : pages()) {
            assertThat(page).doesNotContain("](../" + other);
        }
    }

    private static List<String> typed(Path page) throws IOException {
        return PageText.commands(Files.readString(page)).stream().map(PageText.Command::typed).toList();
    }

    private static List<String> shape(Path page) throws IOException {
        return SHAPE.matcher(CODE.matcher(Files.readString(page)).replaceAll("")).results().map(MatchResult::group)
                .toList();
    }

    private static String firstLines(Path page) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            return String.join("\n", lines.limit(8).toList());
        }
    }
}
