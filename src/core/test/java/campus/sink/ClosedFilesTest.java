package campus.sink;

import static org.assertj.core.api.Assertions.assertThat;

import campus.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock stands at 2026-11-21T22:00:00.123Z. */
class ClosedFilesTest {

    private static final String TODAY = "readings-2026-11-21";
    private static final String YESTERDAY = "readings-2026-11-20";

    @TempDir
    private Path folder;
    private final OpenFiles open = new OpenFiles();
    private final ManualClock clock = new ManualClock();

    @Test
    void whatIsOfAnotherDayOrFullIsCompressed() throws Exception {
        write(YESTERDAY + ".jsonl", "a\n");
        write(YESTERDAY + ".1.jsonl", "b\n");
        write(TODAY + ".jsonl", "c\n");
        write(TODAY + ".2.jsonl", "d\n");
        compress(true, 4);
        assertThat(names()).containsExactly(YESTERDAY + ".1.jsonl.gz", YESTERDAY + ".jsonl.gz", TODAY + ".2.jsonl",
                TODAY + ".jsonl.gz");
        assertThat(read(YESTERDAY + ".jsonl.gz")).isEqualTo("a\n");
        assertThat(read(YESTERDAY + ".1.jsonl.gz")).isEqualTo("b\n");
        assertThat(read(TODAY + ".jsonl.gz")).isEqualTo("c\n");
    }

    @Test
    void withoutDaysAllButTheHighestAreCompressed() throws Exception {
        write("readings.jsonl", "a\n");
        write("readings.1.jsonl", "b\n");
        compress(false, 4);
        assertThat(names()).containsExactly("readings.1.jsonl", "readings.jsonl.gz");
    }

    @Test
    void whatIsNotOfTheSinkStays() throws Exception {
        List<String> others = List.of("other-2026-11-20.jsonl", YESTERDAY + ".txt", YESTERDAY + ".x.jsonl",
                "readings.jsonl", "readings-old.jsonl", "xreadings-2026-11-20.jsonl");
        for (String other : others) {
            write(other, "a\n");
        }
        Files.createDirectory(folder.resolve(YESTERDAY + ".jsonl"));
        compress(true, 0);
        assertThat(names()).containsAll(others).hasSize(others.size() + 1);
    }

    @Test
    void whatAnotherWriterHasOpenStays() throws Exception {
        Path file = write(YESTERDAY + ".jsonl", "a\n");
        open.add(file);
        open.add(file);
        open.remove(file);
        compress(true, 0);
        assertThat(names()).containsExactly(YESTERDAY + ".jsonl");
        open.remove(file);
        compress(true, 0);
        assertThat(names()).containsExactly(YESTERDAY + ".jsonl.gz");
    }

    @Test
    void permissionsOwnerAndTimeAreThoseOfTheFile() throws Exception {
        Path file = write(YESTERDAY + ".jsonl", "a\n");
        FileTime time = FileTime.from(Instant.parse("2026-11-20T23:59:59Z"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, time);
        compress(true, 0);
        Path compressed = folder.resolve(YESTERDAY + ".jsonl.gz");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(compressed))).isEqualTo("rw-r-----");
        assertThat(Files.getLastModifiedTime(compressed)).isEqualTo(time);
    }

    @Test
    void whatACrashLeftHalfCompressedIsBegunAgain() throws Exception {
        write(YESTERDAY + ".jsonl", "a\n");
        write(YESTERDAY + ".jsonl.gz.part", "half of it, and longer than the whole will be, so that its end would show");
        compress(true, 0);
        assertThat(names()).containsExactly(YESTERDAY + ".jsonl.gz");
        assertThat(read(YESTERDAY + ".jsonl.gz")).isEqualTo("a\n");
    }

    @Test
    void whatACrashLeftCompressedAndNotRemovedIsRemoved() throws Exception {
        write(YESTERDAY + ".jsonl", "a\n".repeat(100_000));
        gzip(YESTERDAY + ".jsonl.gz", "a\n".repeat(100_000));
        compress(true, 0);
        assertThat(names()).containsExactly(YESTERDAY + ".jsonl.gz");
    }

    @Test
    void aCompressedFileOfOtherLinesIsNotOverwritten() throws Exception {
        write(YESTERDAY + ".jsonl", "a\nb\n");
        gzip(YESTERDAY + ".jsonl.gz", "a\n");
        compress(true, 0);
        assertThat(names()).containsExactly(YESTERDAY + ".jsonl", YESTERDAY + ".jsonl.gz");
        assertThat(read(YESTERDAY + ".jsonl.gz")).isEqualTo("a\n");
    }

    @Test
    void whereThereIsNoFolderThereIsNothingToDo() {
        new ClosedFiles(new LineFolder(folder.resolve("none"), "readings", true, 0, clock), open).compress();
        assertThat(folder).isEmptyDirectory();
    }

    private void compress(boolean daily, long maxSize) {
        new ClosedFiles(new LineFolder(folder, "readings", daily, maxSize, clock), open).compress();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void gzip(String name, String text) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String read(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
