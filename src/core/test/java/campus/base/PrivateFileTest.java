package campus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void needsPosix() throws IOException {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    }

    @Test
    void aNewFileAndItsFoldersAreCreatedForTheOwnerOnly() throws IOException {
        Path file = folder.resolve("some/new/file");
        PrivateFile.create(file);
        assertThat(file).isEmptyFile();
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void anExistingFileStaysAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PrivateFile.create(file);
        assertThat(file).hasContent("old");
        assertThat(permissions(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void aWrittenFileReplacesTheOldOneAndIsForTheOwnerOnly() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(folder.resolve("file.new"), "a draft that a kill has left");
        PrivateFile.write(file, "José\n");
        assertThat(file).content().isEqualTo("José\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void aSecondAttemptDoesNotReleaseTheLock() throws IOException {
        Path locks = Path.of("/proc/locks");
        Assumptions.assumeTrue(Files.exists(locks));
        Path file = folder.resolve("lock");
        String inode = ":" + inode(file) + " ";
        try (FileChannel lock = PrivateFile.tryLock(file).orElseThrow()) {
            assertThat(PrivateFile.tryLock(file)).isEmpty();
            assertThat(lock.isOpen()).isTrue();
            assertThat(Files.readString(locks)).contains(inode);
        }
        assertThat(Files.readString(locks)).doesNotContain(inode);
        PrivateFile.tryLock(file).orElseThrow().close();
    }

    private static Object inode(Path file) throws IOException {
        PrivateFile.create(file);
        return Files.getAttribute(file, "unix:ino");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
