package campus.classroom.roster;

import campus.base.ConfigFile;
import campus.base.PrintableText;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Dni;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enrolled DNIs, from a text file in UTF-8: one per line, {@code #} begins a comment, blank lines and a byte order
 * mark are skipped. Whoever asks for them has the file read again if it has changed, so a teacher can add a student
 * during the class; if it cannot be used any more, the old roster stays.
 */
public final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private static final String KEY = "campus.teacher.roster";
    private static final String NAME = "roster.txt";
    private static final FileTime GONE = FileTime.fromMillis(-1);

    private final Path file;
    private Set<String> enrolled;
    private FileTime readAt;

    private Roster(Path file) {
        this.file = file;
        this.readAt = lastModified(file);
        this.enrolled = usable(file);
    }

    /**
     * Reads the roster {@code campus.teacher.roster}. If that is not set, it is {@code roster.txt} in the data folder,
     * which is copied from the packaged example the first time.
     *
     * @throws SettingException with the file and the line that cannot be used
     */
    public static Roster of(Settings settings) {
        Roster roster = open(ConfigFile.editable(settings, KEY, Roster.class, NAME));
        roster.warnIfEmpty();
        return roster;
    }

    /** Whether there is a roster: one that is named, or the one in the data folder. */
    public static boolean exists(Settings settings) {
        return settings.optional(KEY).isPresent() || Files.exists(ConfigFile.path(settings, KEY, NAME));
    }

    /**
     * Reads the same roster as {@link #of}, but creates no file.
     *
     * @throws SettingException with the file and the line that cannot be used
     */
    public static Roster existing(Settings settings) {
        return open(ConfigFile.path(settings, KEY, NAME));
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

    /** Whether a text is an enrolled DNI with its letter, blanks, dots or hyphens, or without its first zero. */
    public boolean holdsWithoutSigns(String text) {
        try {
            // A control character is no sign of a DNI.
            return contains(Dni.parse(PrintableText.of(text)).number());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void refresh() {
        try {
            FileTime modified = lastModified(file);
            if (!modified.equals(readAt)) {
                readAt = modified;
                enrolled = usable(file);
                LOG.info("roster {} read again: {} enrolled", file, enrolled.size());
                warnIfEmpty();
            }
        } catch (SettingException e) {
            // A file that is gone is logged once, however often the roster is asked for.
            if (!readAt.equals(GONE)) {
                LOG.warn("roster not read again, the {} enrolled before stay: {}", enrolled.size(), e.getMessage());
            }
            readAt = Files.exists(file) ? readAt : GONE;
        }
    }

    private void warnIfEmpty() {
        if (enrolled.isEmpty()) {
            LOG.warn("roster {} has no DNI in it: every student is refused", file);
        }
    }

    /**
     * The content of a file.
     *
     * @param dnis     the different DNIs
     * @param problems by line
     */
    public record Content(Set<String> dnis, List<Problem> problems) {

        /** The first line for which the teacher does not take the roster. */
        public Optional<Problem> wrong() {
            return problems.stream().filter(problem -> !problem.repeated()).findFirst();
        }
    }

    /**
     * A line that is not as it should be.
     *
     * @param text     the place and what is the matter
     * @param repeated whether it is a DNI of an earlier line; else it is no DNI, or has a wrong letter
     */
    public record Problem(String text, boolean repeated) {
    }

    /**
     * Reads the file of a roster.
     *
     * @throws SettingException if there is no such file, or it is not UTF-8 text
     */
    public static Content read(Path file) {
        Map<String, Integer> lines = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.replaceFirst("^\uFEFF", "").replaceFirst("#.*", "").strip();
            String where = file + " line " + number + ": ";
            try {
                Integer earlier = text.isEmpty() ? null : lines.putIfAbsent(Dni.parse(text).number(), number);
                if (earlier != null) {
                    problems.add(new Problem(where + "'" + PrintableText.of(text) + "' stands on line " + earlier
                            + " already", true));
                }
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(where + PrintableText.of(e.getMessage()), false));
            }
        }
        return new Content(Set.copyOf(lines.keySet()), problems);
    }

    private static Set<String> usable(Path file) {
        Content content = read(file);
        content.wrong().ifPresent(wrong -> {
            throw new SettingException(wrong.text());
        });
        return content.dnis();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static FileTime lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SettingException unreadable(Path file, IOException e) {
        String reason = e instanceof NoSuchFileException ? ConfigFile.reason(e)
                : "it cannot be read (" + ConfigFile.reason(e) + ")";
        return new SettingException(file + ": " + reason + "; accepted is a text file in UTF-8 with one DNI per line");
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
