package campus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {

    @TempDir
    private Path folder;

    @Test
    void addsLinesInUtf8ToAFileInFoldersThatItMakes() throws IOException {
        Path file = folder.resolve("some/new/ok.txt");
        new LineFile(file).append(List.of("uno;José"));
        new LineFile(file).append(List.of("dos;李"));
        assertThat(file).hasContent("uno;José\ndos;李\n");
        assertThat(Files.readString(file)).endsWith("李\n");
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path file = folder.resolve("ok.txt");
        new LineFile(file).append(List.of("x"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void keepsLinesWholeWhenManyThreadsWrite() throws Exception {
        LineFile file = new LineFile(folder.resolve("ok.txt"));
        List<String> lines = IntStream.range(0, 400).mapToObj(i -> i + " " + "ñ".repeat(i)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Void>> writes = new ArrayList<>();
            lines.forEach(line -> writes.add(() -> {
                file.append(List.of(line));
                return null;
            }));
            for (Future<Void> write : threads.invokeAll(writes)) {
                write.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Files.readAllLines(folder.resolve("ok.txt"))).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void aLineThatCannotBeWrittenIsAnError() {
        assertThatThrownBy(() -> new LineFile(folder).append(List.of("x"))).isInstanceOf(IOException.class);
    }

    @Test
    void removesLinesAndKeepsTheOthersAsTheyWere() throws IOException {
        Path file = folder.resolve("ok.txt");
        LineFile lines = new LineFile(file);
        for (String line : new String[] {"old 1", "new 1", "old 2", "new ñ"}) {
            lines.append(List.of(line));
        }
        assertThat(lines.count(line -> line.startsWith("old"))).isEqualTo(2);
        assertThat(lines.removeIf(line -> line.startsWith("old"))).isEqualTo(2);
        assertThat(lines.removeIf(line -> line.startsWith("old"))).isZero();
        lines.append(List.of("new 3"));
        assertThat(Files.readString(file)).isEqualTo("new 1\nnew ñ\nnew 3\n");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void aLineWithoutAnEndGetsOneBeforeTheNext() throws IOException {
        Path file = Files.writeString(folder.resolve("ok.txt"), "cut off by a ki");
        new LineFile(file).append(List.of("x", "y"));
        assertThat(Files.readString(file)).isEqualTo("cut off by a ki\nx\ny\n");
    }

    @Test
    void aFileThatAnotherThreadHasLockedIsAnError() throws IOException {
        Path file = Files.createFile(folder.resolve("ok.txt"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThatThrownBy(() -> new LineFile(file).append(List.of("x"))).isExactlyInstanceOf(IOException.class)
                    .hasMessage(file + " is being written by another teacher");
        }
    }

    @Test
    void fromAFileThatDoesNotExistNothingIsRemoved() throws IOException {
        LineFile lines = new LineFile(folder.resolve("none"));
        assertThat(lines.removeIf(line -> true)).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLineOfAnotherProgramWaitsWhileLinesAreRemovedAndIsKept() throws Exception {
        Path file = folder.resolve("ok.txt");
        LineFile lines = new LineFile(file);
        lines.append(List.of("old"));
        List<Process> other = new ArrayList<>();
        try {
            List<Boolean> waited = new ArrayList<>();
            lines.removeIf(line -> {
                if (other.isEmpty()) {
                    other.add(Appending.start(file));
                } else {
                    waited.add(Appending.waits(other.get(0)));
                }
                return true;
            });
            assertThat(waited).as("the first call is without the lock, the second with it").containsExactly(true);
            assertThat(other.get(0).waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.forEach(Process::destroyForcibly);
        }
        assertThat(Files.readString(file)).isEqualTo("late\n");
    }

    /** Another program that adds a line when it reads a line feed. */
    static final class Appending {

        public static void main(String... args) throws IOException {
            System.in.read();
            System.out.println("adding");
            new LineFile(Path.of(args[0])).append(List.of("late"));
        }

        static Process start(Path file) {
            try {
                return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), Appending.class.getName(), file.toString()).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether it waits for a second after it has begun to add the line. */
        static boolean waits(Process process) {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                process.getInputStream().read();
                Awaitility.await().during(Duration.ofSeconds(1)).until(process::isAlive);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
