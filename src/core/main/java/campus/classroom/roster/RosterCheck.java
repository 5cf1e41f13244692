package campus.classroom.roster;

import campus.base.PrintableText;
import campus.base.SettingException;
import campus.classroom.Dni;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The check of a roster before a class begins.
 *
 * @param enrolled number of different DNIs
 * @param problems one line of text for each line with no DNI, a wrong letter, or a DNI of an earlier line
 */
public record RosterCheck(int enrolled, List<String> problems) {

    /**
     * Checks every line of a file, as {@link Roster} reads it.
     *
     * @throws SettingException if the file cannot be read
     */
    public static RosterCheck of(Path file) {
        Map<String, Integer> lines = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (RosterFile.Entry entry : RosterFile.read(file)) {
            problem(entry, lines).ifPresent(problem -> problems.add(
                    file + " line " + entry.line() + ": " + PrintableText.of(problem)));
        }
        return new RosterCheck(lines.size(), problems);
    }

    /** @param lines the line of each DNI so far; the DNI of this line is added */
    private static Optional<String> problem(RosterFile.Entry entry, Map<String, Integer> lines) {
        try {
            Integer earlier = lines.putIfAbsent(Dni.parse(entry.text()).number(), entry.line());
            return Optional.ofNullable(earlier)
                    .map(line -> "'" + entry.text() + "' stands on line " + line + " already");
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
