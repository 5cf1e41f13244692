package campus.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock starts at 2026-11-21T22:00:00.123Z. */
class LineWriterTest {

    private static final String FIRST = "readings-2026-11-21.jsonl";

    @TempDir
    private Path temp;
    private final ManualClock clock = new ManualClock();
    private final FaultyChannel.Disk disk = new FaultyChannel.Disk();
    private LineWriter writer;

    @AfterEach
    void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    @Test
    void aGroupIsOneWriteAndEachLineEndsInOneLineFeed() throws Exception {
        start(true, 0, false);
        assertThat(write("a", "b\n", "", "c\nd", "é")).isEqualTo(5);
        assertThat(file(FIRST)).hasContent("a\nb\n\nc\nd\né\n");
        assertThat(disk.writes).isEqualTo(1);
        assertThat(disk.forces).isZero();
    }

    @Test
    void aDayOfUtcHasAFile() throws Exception {
        start(true, 0, false);
        write("a");
        clock.advance(Duration.ofHours(2).minusMillis(124));
        write("b");
        clock.advance(Duration.ofMillis(1));
        write("c");
        assertThat(file(FIRST)).hasContent("a\nb\n");
        assertThat(file("readings-2026-11-22.jsonl")).hasContent("c\n");
    }

    @Test
    void withoutRotationThereIsOneFile() throws Exception {
        start(false, 0, false);
        write("a");
        clock.advance(Duration.ofDays(400));
        write("b");
        assertThat(names()).containsExactly("readings.jsonl");
        assertThat(file("readings.jsonl")).hasContent("a\nb\n");
    }

    @Test
    void noFileExceedsItsSizeExceptForOneLongLine() throws Exception {
        start(true, 8, false);
        assertThat(write("aaa", "bbb", "c", "d")).isEqualTo(2);
        assertThat(write("c", "a line that is longer", "e")).isEqualTo(1);
        assertThat(write("a line that is longer", "e")).isEqualTo(1);
        assertThat(write("e")).isEqualTo(1);
        assertThat(file(FIRST)).hasContent("aaa\nbbb\n");
        assertThat(file("readings-2026-11-21.1.jsonl")).hasContent("c\n");
        assertThat(file("readings-2026-11-21.2.jsonl")).hasContent("a line that is longer\n");
        assertThat(file("readings-2026-11-21.3.jsonl")).hasContent("e\n");
        clock.advance(Duration.ofDays(1));
        write("f");
        assertThat(file("readings-2026-11-22.jsonl")).hasContent("f\n");
    }

    @Test
    void afterARestartTheHighestFileIsContinued() throws Exception {
        Files.createDirectories(folder());
        for (String other : List.of("readings-2026-11-21.x.jsonl", "readings-2026-11-21.99.jsonl.gz",
                "readings-2026-11-20.50.jsonl", "readings-2026-11-21.012.jsonl")) {
            Files.createFile(file(other));
        }
        Files.writeString(file("readings-2026-11-21.9.jsonl"), "a\n");
        Files.writeString(file("readings-2026-11-21.10.jsonl"), "b\n");
        start(true, 4, false);
        write("c");
        write("d");
        assertThat(file("readings-2026-11-21.10.jsonl")).hasContent("b\nc\n");
        assertThat(file("readings-2026-11-21.11.jsonl")).hasContent("d\n");
        assertThat(file(FIRST)).doesNotExist();
    }

    @Test
    void aTornLineStaysAlone() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(file(FIRST), "whole\nto");
        start(true, 0, false);
        write("a");
        close();
        write("b");
        assertThat(file(FIRST)).hasContent("whole\nto\na\nb\n");
    }

    @Test
    void aGroupThatFailsHalfWayIsCutOffAndTheNextIsWritten() throws Exception {
        start(true, 0, false);
        write("before");
        disk.room = 7;
        assertThatThrownBy(() -> write("aaaa", "bbbb")).isInstanceOf(IOException.class)
                .hasMessageContaining(FIRST).hasMessageContaining("No space left on device");
        assertThat(file(FIRST)).hasContent("before\n");
        assertThatThrownBy(() -> write("cccc")).isInstanceOf(IOException.class);
        disk.room = Integer.MAX_VALUE;
        write("after");
        assertThat(file(FIRST)).hasContent("before\nafter\n");
    }

    @Test
    void aPartialWriteIsContinued() throws Exception {
        disk.most = 3;
        start(true, 0, false);
        write("aaaa", "bbbb");
        assertThat(disk.writes).isEqualTo(4);
        assertThat(file(FIRST)).hasContent("aaaa\nbbbb\n");
    }

    @Test
    void linesThatAnotherProcessAppendedInTheMeantimeAreNotCutOff() throws Exception {
        start(true, 0, true);
        write("before");
        disk.beforeForce = () -> {
            Files.writeString(file(FIRST), "other\n", StandardOpenOption.APPEND);
            throw new IOException("Input/output error");
        };
        assertThatThrownBy(() -> write("refused")).hasMessageContaining("Input/output error");
        assertThat(file(FIRST)).hasContent("before\nrefused\nother\n");
    }

    @Test
    void withSyncEachGroupIsForcedAndCutOffIfThatFails() throws Exception {
        start(true, 0, true);
        write("a", "b");
        write("c");
        assertThat(disk.forces).isEqualTo(2);
        disk.beforeForce = () -> {
            throw new IOException("Input/output error");
        };
        assertThatThrownBy(() -> write("d", "e")).isInstanceOf(IOException.class);
        disk.beforeForce = () -> { };
        write("f");
        assertThat(file(FIRST)).hasContent("a\nb\nc\nf\n");
    }

    @Test
    void aFileInPlaceOfTheFolderIsAnErrorUntilItIsRemoved() throws Exception {
        start(true, 0, false);
        write("a");
        Path moved = Files.move(folder(), temp.resolve("moved"));
        Files.createFile(folder());
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> write("b")).isInstanceOf(IOException.class).hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> write("c")).isInstanceOf(IOException.class);
        Files.delete(folder());
        write("d");
        assertThat(file(FIRST)).hasContent("d\n");
        assertThat(moved.resolve(FIRST)).hasContent("a\n");
    }

    @Test
    void aFolderInPlaceOfTheFileIsAnError() throws Exception {
        Files.createDirectories(file(FIRST));
        start(true, 0, false);
        assertThatThrownBy(() -> write("a")).isInstanceOf(IOException.class).hasMessageContaining(FIRST);
        Files.delete(file(FIRST));
        write("b");
        assertThat(file(FIRST)).hasContent("b\n");
    }

    @Test
    void aRenamedOrRemovedFileIsNoticedAfterASecond() throws Exception {
        start(true, 0, false);
        write("a");
        Files.move(file(FIRST), file("old"));
        clock.advance(Duration.ofMillis(999));
        write("b");
        clock.advance(Duration.ofMillis(1));
        write("c");
        assertThat(file("old")).hasContent("a\nb\n");
        assertThat(file(FIRST)).hasContent("c\n");
        Files.delete(file(FIRST));
        clock.advance(Duration.ofSeconds(1));
        write("d");
        assertThat(file(FIRST)).hasContent("d\n");
    }

    @Test
    void aFullFileThatIsRemovedIsBegunAgain() throws Exception {
        start(true, 4, false);
        write("aaa");
        write("bbb");
        Files.delete(file("readings-2026-11-21.1.jsonl"));
        clock.advance(Duration.ofSeconds(1));
        write("ccc");
        assertThat(names()).containsExactly("readings-2026-11-21.1.jsonl", FIRST);
        assertThat(file("readings-2026-11-21.1.jsonl")).hasContent("ccc\n");
    }

    @Test
    void anInterruptBetweenGroupsIsIgnored() throws Exception {
        start(true, 0, false);
        write("a");
        Thread.currentThread().interrupt();
        write("b");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(file(FIRST)).hasContent("a\nb\n");
    }

    @Test
    void aGroupThatIsInterruptedIsCutOffAlthoughItsFileIsClosed() throws Exception {
        start(true, 0, true);
        write("a");
        disk.beforeForce = () -> Thread.currentThread().interrupt();
        assertThatThrownBy(() -> write("b")).hasCauseInstanceOf(ClosedByInterruptException.class);
        disk.beforeForce = () -> { };
        write("c");
        assertThat(file(FIRST)).hasContent("a\nc\n");
    }

    private void start(boolean daily, long maxSize, boolean sync) {
        LineFolder files = new LineFolder(folder(), "readings", daily, maxSize, clock);
        writer = new LineWriter(files, sync, new Object(), disk);
    }

    private int write(String... lines) throws IOException {
        return writer.write(Stream.of(lines).map(line -> line.getBytes(UTF_8)).toList());
    }

    private Path folder() {
        return temp.resolve("some/lines");
    }

    private Path file(String name) {
        return folder().resolve(name);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
