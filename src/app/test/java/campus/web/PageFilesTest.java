package campus.web;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageFilesTest {

    private static final Path FOLDER = Path.of("src/app/main/resources/campus/web");

    private final PageFiles files = new PageFiles();

    private String text(String path) {
        return new String(files.file(path).orElseThrow().body(), StandardCharsets.UTF_8);
    }

    @Test
    void everyFileOfTheFolderIsServed() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            assertThat(all.map(file -> "/" + file.getFileName()).map(path -> path.equals("/index.html") ? "/" : path))
                    .hasSizeGreaterThan(10).allMatch(path -> files.file(path).isPresent());
        }
        assertThat(files.file("/index.html")).isEmpty();
        assertThat(files.file("")).isEmpty();
    }

    @Test
    void everyReasonOfTheTeacherIsThereInSpanish() {
        assertThat(Stream.of(Refusal.values()).map(Refusal::reason).filter(reason ->
                !text("/refusals.js").contains("'" + reason + "':"))).isEmpty();
    }

    /** Neither a build step nor a line that has to be scrolled. */
    @Test
    void theClientIsShortAndAllLinesFit() throws IOException {
        assertThat(text("/mqtt.js").lines()).hasSizeLessThanOrEqualTo(120);
        try (Stream<Path> all = Files.list(FOLDER)) {
            for (Path file : all.toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString()).allMatch(line -> line.length() <= 120);
            }
        }
    }
}
