package campus.classroom.ledger;

import campus.base.PrivateFile;
import campus.base.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The file of a ledger in SQLite. One teacher at a time may have it.
 *
 * @param path of the database
 */
record LedgerFile(Path path) {

    private static final Pattern URL = Pattern.compile("jdbc:sqlite:(?!file:|:|\\?|$)([^?]+)(\\?.*)?");

    /** The file of a JDBC URL; empty if the database is no file. */
    static Optional<LedgerFile> of(String url) {
        Matcher matcher = URL.matcher(url);
        return matcher.matches() ? Optional.of(new LedgerFile(Path.of(matcher.group(1)))) : Optional.empty();
    }

    boolean isMissing() {
        return Files.notExists(path);
    }

    /** Whether this user may not write it; if it is missing, not create it. */
    boolean isReadOnly() {
        Path nearest = path.toAbsolutePath();
        while (Files.notExists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return !Files.isWritable(nearest) || isMissing() && !Files.isDirectory(nearest);
    }

    /**
     * Creates the file if it does not exist, and locks it until {@link Lock#close}, or the end of this program. SQLite
     * gives the same permissions to the files that it creates beside the database.
     *
     * @throws SettingException     if another teacher has it
     * @throws UncheckedIOException if it cannot be created
     */
    Lock lock() {
        // Not the database itself: on POSIX systems, closing a channel of it would release the locks of SQLite.
        Path beside = path.resolveSibling(path.getFileName() + ".teacher");
        try {
            PrivateFile.create(path);
            loadLibrary();
            return new Lock(PrivateFile.tryLock(beside).orElseThrow(() -> new SettingException("campus.ledger.url:"
                    + " another teacher is using " + path + ": stop it, or give this one a campus.data-dir of its own;"
                    + " several teachers share a PostgreSQL")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SQLite unpacks a library into a folder for temporary files, which may be full, or may not hold programs. */
    private void loadLibrary() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            // The driver tries again, and tells if it fails here too.
            System.setProperty("org.sqlite.tmpdir", path.toAbsolutePath().getParent().toString());
        }
    }

    /** The lock of a teacher. */
    record Lock(FileChannel channel) {

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
