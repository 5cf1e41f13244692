package campus.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A topic name as a relative path, one folder per level, safe for any topic name. A level keeps its letters, digits,
 * {@code _}, {@code -} and inner dots. Every other byte becomes {@code %} and two hex digits, and an empty level
 * {@code %}. A level that is too long for a file system is cut, and ends in its hash.
 */
public final class TopicPath {

    private static final int MAX_LEVEL = 100;
    private static final int MAX_LEVELS = 20;
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]|(?<=[A-Za-z0-9_-])\\.(?=[A-Za-z0-9_-])");

    private TopicPath() {
    }

    /** The path of a topic name, levels joined by {@code /}: never absolute, and never with {@code ..}. */
    public static String of(String topic) {
        String[] levels = topic.split("/", MAX_LEVELS);
        return Arrays.stream(levels).map(TopicPath::level).collect(Collectors.joining("/"));
    }

    private static String level(String level) {
        if (level.isEmpty()) {
            return "%";
        }
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < level.length(); i += Character.charCount(level.codePointAt(i))) {
            int c = level.codePointAt(i);
            boolean isSafe = SAFE.matcher(level).region(i, i + Character.charCount(c)).useTransparentBounds(true)
                    .matches();
            safe.append(isSafe ? Character.toString(c) : encode(c));
        }
        return safe.length() <= MAX_LEVEL
                ? safe.toString()
                : safe.substring(0, MAX_LEVEL) + "~" + hash(level);
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
