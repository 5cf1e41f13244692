package campus.classroom.roster;

import campus.base.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a roster: one DNI each; {@code #} begins a comment, blank lines and a byte order mark are skipped. */
final class RosterFile {

    private RosterFile() {
    }

    /**
     * A line that should hold a DNI.
     *
     * @param line number of the line, from 1
     * @param text without the comment, stripped
     */
    record Entry(int line, String text) {
    }

    /**
     * Reads a file.
     *
     * @throws SettingException if there is no such file, or it is not UTF-8 text
     */
    static List<Entry> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("^\uFEFF", "").replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                entries.add(new Entry(i + 1, text));
            }
        }
        return entries;
    }

    static SettingException unreadable(Path file, IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : "it cannot be read (" + e + ")";
        return new SettingException(file + ": " + reason + "; accepted is a text file in UTF-8 with one DNI per line");
    }
}
