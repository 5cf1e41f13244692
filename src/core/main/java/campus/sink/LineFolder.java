package campus.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the files of one sink: {@code readings-2026-11-21.jsonl} for a day in UTC, or {@code readings.jsonl}.
 * If that file is full, {@code readings-2026-11-21.1.jsonl} follows, then {@code .2} and so on.
 *
 * @param folder  of the files; the writer creates it
 * @param name    the beginning of every file name
 * @param daily   whether each day has files of its own
 * @param maxSize of a file, in bytes; 0 for any size
 * @param clock   gives the day
 */
record LineFolder(Path folder, String name, boolean daily, long maxSize, Clock clock) {

    private static final String SUFFIX = ".jsonl";
    private static final Pattern NUMBER = Pattern.compile("\\.([1-9]\\d{0,8})\\.jsonl");

    /** The common beginning of the names of the current files. */
    String stem() {
        return daily ? name + "-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : name;
    }

    /** The file of a stem with this number, 0 for the first. */
    Path file(String stem, int number) {
        return folder.resolve(number == 0 ? stem + SUFFIX : stem + "." + number + SUFFIX);
    }

    /** The number of the current file of a stem: the highest one; 0 if there is no file, or if no file is ever full. */
    int highest(String stem) throws IOException {
        if (maxSize == 0 || !Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.startsWith(stem))
                    .map(file -> NUMBER.matcher(file.substring(stem.length()))).filter(Matcher::matches)
                    .mapToInt(number -> Integer.parseInt(number.group(1))).max().orElse(0);
        }
    }

    /** Whether a file of this size, in bytes, has no room for more bytes. An empty file has room for any line. */
    boolean isFull(long size, long more) {
        return maxSize > 0 && size > 0 && size + more > maxSize;
    }
}
