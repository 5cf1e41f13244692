package campus.sink;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A topic name as a relative path, one folder per level, which no other topic has, on any file system, if the name of
 * the file ends in a suffix with a dot. A level keeps its letters, digits, {@code _} and {@code -}, and the last one
 * its inner dots. Every other byte becomes {@code %} and two hex digits, as does the first letter of a name that
 * Windows keeps for a device; an empty level is {@code %}. A level that is too long for a file system is cut, and ends
 * in its hash.
 */
public final class TopicPath {

    private static final int MAX_LEVEL = 100;
    private static final int MAX_LEVELS = 20;
    private static final boolean IGNORES_CASE = System.getProperty("os.name").matches("(?i)(windows|mac).*");
    private static final String DEVICE_NAME = "(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9])";
    /** The topics of buildings are their own paths, which is seen quickly. */
    private static final Pattern PLAIN = Pattern.compile("(?:(?!" + DEVICE_NAME + "/)[A-Z0-9_-]{1,100}/){0,"
            + (MAX_LEVELS - 1) + "}(?!" + DEVICE_NAME + "$)[A-Z0-9_-]{1,100}");
    /** A folder has no dot: {@code x.jsonl/y} needs a folder that is not the file {@code x.jsonl} of topic x. */
    private static final Pattern IN_FOLDER = Pattern.compile("[A-Za-z0-9_-]");
    private static final Pattern IN_FILE = Pattern.compile("[A-Za-z0-9_-]|(?<=[A-Za-z0-9_-])\\.(?=[A-Za-z0-9_-])");
    private static final Pattern DEVICE = Pattern.compile("(?i)" + DEVICE_NAME + "(?:\\..*)?");

    private TopicPath() {
    }

    /** The path of a topic name, levels joined by {@code /}: never absolute, and never with {@code ..}. */
    public static String of(String topic) {
        return of(topic, IGNORES_CASE);
    }

    /**
     * The path of a topic name.
     *
     * @param ignoresCase whether {@code a} and {@code A} are one file: a level that has lower-case letters then ends in
     *                    {@code ~} and, if it has both kinds, which of its letters those are
     */
    static String of(String topic, boolean ignoresCase) {
        if (PLAIN.matcher(topic).matches()) {
            return topic;
        }
        String[] levels = topic.split("/", MAX_LEVELS);
        return IntStream.range(0, levels.length)
                .mapToObj(i -> level(levels[i], i == levels.length - 1 ? IN_FILE : IN_FOLDER, ignoresCase))
                .collect(Collectors.joining("/"));
    }

    private static String level(String level, Pattern kept, boolean ignoresCase) {
        if (level.isEmpty()) {
            return "%";
        }
        boolean device = DEVICE.matcher(level).matches();
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < level.length(); i += Character.charCount(level.codePointAt(i))) {
            int c = level.codePointAt(i);
            boolean isSafe = kept.matcher(level).region(i, i + Character.charCount(c)).useTransparentBounds(true)
                    .matches() && !(device && i == 0);
            safe.append(isSafe ? Character.toString(c) : encode(c));
        }
        safe.append(ignoresCase ? lowerCase(level) : "");
        return safe.length() <= MAX_LEVEL
                ? safe.toString()
                : safe.substring(0, MAX_LEVEL) + "~" + hash(level);
    }

    private static String lowerCase(String level) {
        String bits = level.replaceAll("[^A-Za-z]", "").replaceAll("[a-z]", "1").replaceAll("[A-Z]", "0");
        if (bits.indexOf('1') < 0) {
            return "";
        }
        return bits.indexOf('0') < 0 ? "~" : "~" + new BigInteger(bits, 2).toString(16);
    }

    /** Half of a SHA-256: long enough that two topics with one hash cannot be found. */
    private static String hash(String level) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(level.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, hash.length / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String encode(int codePoint) {
        byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        return "%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(bytes);
    }
}
