package campus.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopicPathTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {
        "EDIFICIO_1/P_7/S/4/TEMP,EDIFICIO_1/P_7/S/4/TEMP", "v1.2-x_y,v1.2-x_y", "'',%", "/,%/%",
        "/etc/passwd,%/etc/passwd", "a//b,a/%/b", "a/,a/%", ".,%2E", "..,%2E%2E", "../x,%2E%2E/x", "a/../b,a/%2E%2E/b",
        "...,%2E%2E%2E", ".hidden,%2Ehidden", "end.,end%2E", "a..b,a%2E%2Eb", "a b,a%20b", "a\\b,a%5Cb", "C:,C%3A",
        "%,%25", "~,%7E", "ñ,%C3%B1", "👩,%F0%9F%91%A9", "$SYS/broker,%24SYS/broker", "${x},%24%7Bx%7D", "a\0b,a%00b",
        "'a\nb',a%0Ab", "odd/x.jsonl/y,odd/x%2Ejsonl/y", "v1.2/x.y,v1%2E2/x.y", "CON,%43ON", "nul/a,%6Eul/a",
        "aux.txt,%61ux.txt", "COM1,%43OM1", "CONTROL,CONTROL", "com10,com10"})
    void keepsSafeCharactersAndEncodesTheOthers(String topic, String path) {
        assertThat(TopicPath.of(topic)).isEqualTo(path);
    }

    @ParameterizedTest
    @MethodSource("tricky")
    void staysInsideAnyFolderAndCanBeWritten(String topic) throws IOException {
        String path = TopicPath.of(topic);
        assertThat(path).matches("[A-Za-z0-9_.%~/-]+");
        Path file = folder.resolve(path + ".jsonl");
        assertThat(file.normalize()).isEqualTo(file).startsWithRaw(folder).isNotEqualTo(folder);
        assertThat(path.split("/", -1)).hasSizeLessThanOrEqualTo(20)
                .allSatisfy(level -> assertThat(level).isNotEmpty().hasSizeLessThan(150));
        Files.createDirectories(file.getParent());
        assertThat(Files.writeString(file, "x")).exists();
    }

    @Test
    void differentTopicsHaveDifferentPaths() {
        List<String> topics = tricky().distinct().toList();
        assertThat(topics.stream().map(TopicPath::of).toList()).doesNotHaveDuplicates().hasSizeGreaterThan(50);
    }

    /** As on Windows and macOS. */
    @ParameterizedTest
    @CsvSource({"EDIFICIO_1/P_7/S/4/TEMP,EDIFICIO_1/P_7/S/4/TEMP", "salon/luz,salon~/luz~", "Luz,Luz~3", "lUZ,lUZ~4",
        "LuZ,LuZ~2", "x.Y,x.Y~2", "ñA,%C3%B1A"})
    void tellsCapitalsFromSmallLettersOnAFileSystemThatDoesNot(String topic, String path) {
        assertThat(TopicPath.of(topic, true)).isEqualTo(path);
    }

    /** The file of a topic is never the folder of another. */
    @Test
    void everyTopicHasAFileOfItsOwn() throws IOException {
        for (String topic : List.of("odd/x", "odd/x.jsonl/y", "odd/x.jsonl", "odd/x.jsonl.jsonl/z", "odd",
                "odd.jsonl/x")) {
            Path file = folder.resolve(TopicPath.of(topic) + ".jsonl");
            Files.createDirectories(file.getParent());
            Files.writeString(file, topic);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(6);
        }
    }

    static Stream<String> tricky() {
        String hundred = "x".repeat(100);
        return Stream.of("", "/", "//", "a", "a/", "/a", "a//", "//a", "a//b", "a/b", "a\\b", "a%2Fb", "a%5Cb", "a%b",
                "%", "%25", "%2E", ".", "..", "...", "../..", "./.", "a/..", "../a", "/../a", ". .", " ..", ".. ",
                "..\0", "%2E%2E", "a.b", "a..b", ".a", "a.", "CON", "NUL", "aux.txt", "COM1", "/dev/null", "C:\\x",
                "\\\\host\\share", "~", "~root", "$HOME", "$SYS/#", "-rf", "a\0b", "\0", "\n", "\r", "a b", "a\u00a0b",
                "ñ", "n\u0303", "👩", "\u2028", "\u202e", "*", "?", "|", "<>", ":", "\"", "'", "x".repeat(300),
                "x".repeat(301), "x".repeat(299) + "y", "ñ".repeat(300), ".".repeat(300), "/".repeat(999),
                "/".repeat(1000), "a/".repeat(1000), "a/".repeat(999) + "b", "../".repeat(1000), hundred, hundred + "~",
                hundred + "Aa", hundred + "BB", hundred + "AaAa", hundred + "BBBB",
                "l/".repeat(30) + "Aa", "l/".repeat(30) + "BB",
                Stream.iterate("x", level -> level + "x").limit(50).collect(Collectors.joining("/")));
    }
}
