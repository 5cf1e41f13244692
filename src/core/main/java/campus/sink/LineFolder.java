package campus.sink;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files of one sink: {@code readings-2026-11-21.jsonl} for a day in UTC, or {@code readings.jsonl};
 * where that is full {@code readings-2026-11-21.1.jsonl}, {@code .2} and so on. One that is closed may be {@code .gz}.
 *
 * @param folder  where they are, created when it is needed
 * @param name    what they begin with
 * @param daily   whether each day has files of its own
 * @param maxSize how many bytes a file may have, 0 for any number
 * @param clock   says which day it is
 */
record LineFolder(Path folder, String name, boolean daily, long maxSize, Clock clock) {

    private static final String SUFFIX = ".jsonl";
    private static final String NUMBER = "(?:\\.([1-9]\\d{0,8}))?\\.jsonl";
    private static final Pattern AFTER_STEM = Pattern.compile(NUMBER + "(\\.gz)?");

    /** What the names of the files that are written now have in common. */
    String stem() {
        return daily ? name + "-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : name;
    }

    /** The file of a stem with this number, 0 for the first. */
    Path file(String stem, int number) {
        return folder.resolve(number == 0 ? stem + SUFFIX : stem + "." + number + SUFFIX);
    }

    /**
     * The number of the file of a stem that is written: the highest, 0 where there is none, or where no file is ever full;
     * but always one that no compressed file has.
     */
    int highest(String stem) throws IOException {
        int highest = 0;
        for (Path file : list(stem)) {
            Matcher rest = AFTER_STEM.matcher(file.getFileName().toString().substring(stem.length()));
            if (rest.matches()) {
                int number = rest.group(1) == null ? 0 : Integer.parseInt(rest.group(1));
                boolean compressed = rest.group(2) != null;
                highest = Math.max(highest, compressed ? number + 1 : maxSize > 0 ? number : 0);
            }
        }
        return highest;
    }

    /** The files to which nothing more is added by whoever follows these names; compressed ones are not among them. */
    List<Path> closed() throws IOException {
        Pattern mine = Pattern.compile(Pattern.quote(name) + (daily ? "-\\d{4}-\\d\\d-\\d\\d" : "") + NUMBER);
        String now = stem();
        Path current = file(now, highest(now));
        List<Path> closed = list(name);
        closed.removeIf(file -> file.equals(current) || !mine.matcher(file.getFileName().toString()).matches()
                || !Files.isRegularFile(file));
        Collections.sort(closed);
        return closed;
    }

    private List<Path> list(String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
                    file -> file.getFileName().toString().startsWith(prefix))) {
                files.forEach(found::add);
            }
        }
        return found;
    }

    /** Whether a file of this size has no room for so many bytes more. An empty file has room for any line. */
    boolean full(long size, long more) {
        return maxSize > 0 && size > 0 && size + more > maxSize;
    }
}
