package campus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page as a list of commands: each {@code sh} block with the lines of the {@code text} blocks behind it. A block
 * after a comment {@code not run: REASON} is left out.
 *
 * <p>In a line of a text block, {@code …} is any text. Times, UUIDs, random client identifiers, five digits (codes),
 * ports behind a colon and decimal fractions (milliseconds, seconds) stand for any of their kind.
 */
final class PageText {

    private static final Pattern BLOCK = Pattern.compile(
            "(<!-- not run: [^>]+ -->\n+)?^```(sh|text)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    /** Text that differs from run to run. */
    private static final Pattern VARIES = Pattern.compile("(?<any>…)"
            + "|(?<time>\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\d\\d:\\d\\d:\\d\\d\\.\\d{3})"
            + "|(?<client>(?<=client=)[0-9A-Za-z]{22}\\b)"
            + "|(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
            + "|(?<port>(?<=:)\\d{4,5}\\b)|(?<code>\\b\\d{5}\\b)"
            + "|(?<fraction>\\b\\d+\\.(?:\\d|\\d{3})\\b(?! %))|(?<blanks> +)");

    /** A command, and the lines that it prints in this order, with other lines between them. */
    record Command(String typed, List<String> shown) {
    }

    private PageText() {
    }

    /** The commands of a page, in order. */
    static List<Command> commands(String page) {
        List<Command> commands = new ArrayList<>();
        boolean run = false;
        for (Matcher block = BLOCK.matcher(page); block.find();) {
            if (block.group(1) != null) {
                run = false;
            } else if (block.group(2).equals("sh")) {
                run = true;
                commands.add(new Command(block.group(3).strip(), new ArrayList<>()));
            } else if (run) {
                commands.get(commands.size() - 1).shown().addAll(block.group(3).lines().toList());
            }
        }
        return commands;
    }

    /** The first of the shown lines that was not printed in its place; null if there is none. */
    static String missing(List<String> shown, List<String> printed) {
        int next = 0;
        for (String line : shown) {
            Pattern pattern = pattern(line);
            while (next < printed.size() && !pattern.matcher(printed.get(next)).matches()) {
                next++;
            }
            if (next++ == printed.size()) {
                return line;
            }
        }
        return null;
    }

    private static Pattern pattern(String line) {
        StringBuilder regex = new StringBuilder();
        Matcher varies = VARIES.matcher(line);
        int end = 0;
        for (; varies.find(); end = varies.end()) {
            regex.append(Pattern.quote(line.substring(end, varies.start()))).append(kind(varies));
        }
        return Pattern.compile(regex.append(Pattern.quote(line.substring(end))).toString());
    }

    private static String kind(Matcher varies) {
        if (varies.group("any") != null) {
            return ".*";
        }
        if (varies.group("time") != null) {
            return "[-\\dT:.]+Z?";
        }
        if (varies.group("client") != null) {
            return "[0-9A-Za-z]{22}";
        }
        if (varies.group("uuid") != null) {
            return "[-0-9a-f]{36}";
        }
        if (varies.group("port") != null) {
            return "\\d{4,5}";
        }
        if (varies.group("code") != null) {
            return "\\d{5}";
        }
        return varies.group("fraction") != null ? "\\d+\\.\\d{1,3}" : " +";
    }
}
