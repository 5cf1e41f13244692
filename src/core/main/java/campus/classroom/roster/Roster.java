package campus.classroom.roster;

import campus.base.EditableFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Dni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enrolled DNIs, from a text file: one per line, {@code #} begins a comment. Whoever asks for them has the file read
 * again if it has changed, so a teacher can add a student during the class; if it cannot be used any more, the old
 * roster stays.
 */
public final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private static final String KEY = "campus.teacher.roster";
    private static final String NAME = "roster.txt";

    private final Path file;
    private Set<String> enrolled;
    private FileTime readAt;

    private Roster(Path file) {
        this.file = file;
        this.readAt = lastModified(file);
        this.enrolled = read(file);
    }

    /**
     * Reads the roster {@code campus.teacher.roster}. If that is not set, it is {@code roster.txt} in the data folder,
     * which is copied from the packaged example the first time.
     *
     * @throws SettingException with the file and the line that cannot be used
     */
    public static Roster of(Settings settings) {
        return open(EditableFile.file(settings, KEY, Roster.class, NAME));
    }

    /**
     * Reads the same roster as {@link #of}, but creates no file.
     *
     * @throws SettingException with the file and the line that cannot be used
     */
    public static Roster existing(Settings settings) {
        return open(EditableFile.path(settings, KEY, NAME));
    }

    /** The enrolled DNIs. */
    public synchronized Set<String> dnis() {
        refresh();
        return enrolled;
    }

    /** Whether a text is an enrolled DNI, exactly as in the roster. */
    public boolean contains(String dni) {
        return dnis().contains(dni);
    }

    private void refresh() {
        try {
            FileTime modified = lastModified(file);
            if (!modified.equals(readAt)) {
                readAt = modified;
                enrolled = read(file);
                LOG.info("roster {} read again: {} enrolled", file, enrolled.size());
            }
        } catch (SettingException e) {
            LOG.warn("roster not read again, the {} enrolled before stay: {}", enrolled.size(), e.getMessage());
        }
    }

    private static Set<String> read(Path file) {
        Set<String> enrolled = new HashSet<>();
        for (RosterFile.Entry entry : RosterFile.read(file)) {
            enrolled.add(dni(file, entry));
        }
        return Set.copyOf(enrolled);
    }

    private static String dni(Path file, RosterFile.Entry entry) {
        try {
            return Dni.parse(entry.text()).number();
        } catch (IllegalArgumentException e) {
            throw new SettingException(file + " line " + entry.line() + ": " + e.getMessage());
        }
    }

    private static FileTime lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw RosterFile.unreadable(file, e);
        }
    }

    /** Adds the property to the message of an error. */
    private static Roster open(Path file) {
        try {
            return new Roster(file);
        } catch (SettingException e) {
            throw new SettingException(KEY + ": " + e.getMessage());
        }
    }
}
