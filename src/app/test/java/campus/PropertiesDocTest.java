package campus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file of the defaults lists every property that the program reads, none that it does not, and explains each. */
class PropertiesDocTest {

    private static final String KEY = "campus\\.[a-z][a-z0-9.-]*[a-z0-9]";
    private static final Pattern IN_SOURCE = Pattern.compile("(?<=\")" + KEY + "(?=\")|(?<=\\{\\{)" + KEY + "(?=}})");
    private static final Pattern AT_LINE_START = Pattern.compile(KEY + "(?==)");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<=\\{\\{)" + KEY + "(?=}})");
    /** A heading explains its first keys only if it has parentheses. */
    private static final Pattern BARE_HEADING = Pattern.compile("# ---- [^(]* -+");
    /** Java system properties, which the log configuration reads; not for users. */
    private static final Set<String> NOT_PROPERTIES = Set.of("campus.log.target", "campus.log.level");

    private static final Path USERS = Path.of("application.properties");

    private List<String> file;
    private Set<String> documented;
    private Set<String> used;

    @BeforeEach
    void read() throws IOException {
        file = Files.readAllLines(Path.of("src/core/main/resources/campus/application.properties"));
        documented = new TreeSet<>();
        for (String line : file) {
            AT_LINE_START.matcher(line).results().filter(match -> match.start() == 0)
                    .forEach(match -> documented.add(match.group()));
        }
        used = new TreeSet<>();
        for (Path source : SourceFiles.shipped()) {
            if (!source.endsWith("PropertyNames.java")) {
                IN_SOURCE.matcher(SourceFiles.read(source)).results().forEach(match -> used.add(match.group()));
            }
        }
        used.removeAll(NOT_PROPERTIES);
    }

    @Test
    void everyPropertyOfTheProgramIsInTheFile() {
        assertThat(used).hasSizeGreaterThan(20)
                .filteredOn(key -> !documented.contains(key) && !isPrefix(key)).isEmpty();
    }

    @Test
    void everyPropertyOfTheFileIsUsed() {
        Set<String> all = new TreeSet<>(used);
        for (String line : file) {
            PLACEHOLDER.matcher(line).results().forEach(match -> all.add(match.group()));
        }
        assertThat(documented).hasSizeGreaterThan(20).filteredOn(key -> !key.startsWith("campus.view."))
                .isSubsetOf(all);
    }

    @Test
    void everyPropertyIsExplainedAboveItOrAboveItsBlock() {
        List<String> unexplained = new ArrayList<>();
        for (int i = 0; i < file.size(); i++) {
            if (file.get(i).matches("[a-z].*=.*") && !explained(i)) {
                unexplained.add(file.get(i));
            }
        }
        assertThat(unexplained).isEmpty();
    }

    /** A user may edit it, and build again: the program keeps its own defaults, and no test fails. */
    @Test
    void theFileOfUsersIsTheSameUntilSomebodyEditsIt() throws Exception {
        assumeTrue(isCommitted(USERS), "skipped: " + USERS + " has been edited");
        assertThat(Files.readAllLines(USERS)).isEqualTo(file);
    }

    private static boolean isCommitted(Path path) throws InterruptedException {
        try {
            return new ProcessBuilder("git", "diff", "--quiet", "HEAD", "--", path.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void noPropertyIsThereTwice() {
        assertThat(file.stream().filter(line -> line.matches("[a-z].*=.*")).map(line -> line.split("=", 2)[0]))
                .hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    private boolean explained(int line) {
        int above = line - 1;
        while (above >= 0 && file.get(above).matches("[a-z].*=.*")) {
            above--;
        }
        return above >= 0 && file.get(above).startsWith("#") && !BARE_HEADING.matcher(file.get(above)).matches();
    }

    /** {@code "campus.student"}, to which the program adds {@code .username} and {@code .password}. */
    private boolean isPrefix(String key) {
        return documented.contains(key + ".username") && documented.contains(key + ".password");
    }
}
