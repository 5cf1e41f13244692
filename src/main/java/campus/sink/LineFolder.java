package campus.sink;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files of one sink: {@code readings-2026-11-21.jsonl} for a day in UTC, or {@code readings.jsonl};
 * where that is full {@code readings-2026-11-21.1.jsonl}, {@code .2} and so on.
 *
 * @param folder  where they are, created when it is needed
 * @param name    what they begin with
 * @param daily   whether each day has files of its own
 * @param maxSize how many bytes a file may have, 0 for any number
 * @param clock   says which day it is
 */
record LineFolder(Path folder, String name, boolean daily, long maxSize, Clock clock) {

    private static final String SUFFIX = ".jsonl";
    private static final Pattern NUMBER = Pattern.compile("\\.([1-9]\\d{0,8})\\.jsonl");

    /** What the names of the files that are written now have in common. */
    String stem() {
        return daily ? name + "-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : name;
    }

    /** The file of a stem with this number, 0 for the first. */
    Path file(String stem, int number) {
        return folder.resolve(number == 0 ? stem + SUFFIX : stem + "." + number + SUFFIX);
    }

    /** The highest number among the files of a stem, 0 where there is none, or where no file is ever full. */
    int highest(String stem) throws IOException {
        int highest = 0;
        if (maxSize > 0 && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
                    file -> file.getFileName().toString().startsWith(stem))) {
                for (Path file : files) {
                    Matcher number = NUMBER.matcher(file.getFileName().toString().substring(stem.length()));
                    highest = Math.max(highest, number.matches() ? Integer.parseInt(number.group(1)) : 0);
                }
            }
        }
        return highest;
    }

    /** Whether a file of this size has no room for so many bytes more. An empty file has room for any line. */
    boolean full(long size, long more) {
        return maxSize > 0 && size > 0 && size + more > maxSize;
    }
}
