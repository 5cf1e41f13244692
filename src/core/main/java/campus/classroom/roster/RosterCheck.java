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
 * What is to be said of a roster before a class begins.
 *
 * @param enrolled how many different DNIs it holds
 * @param problems a line of text for each of its lines that holds no DNI, one with a wrong letter, or one again
 */
public record RosterCheck(int enrolled, List<String> problems) {

    /**
     * Looks at every line, as {@link Roster} reads it.
     *
     * @throws SettingException where the file cannot be read
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

    /** @param lines on which line each DNI stands; gets the one of this line */
    private static Optional<String> problem(RosterFile.Entry entry, Map<String, Integer> lines) {
        try {
            Integer earlier = lines.putIfAbsent(Dni.parse(entry.text()).number(), entry.line());
            return Optional.ofNullable(earlier).map(line -> "'" + entry.text() + "' stands on line " + line + " already");
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
