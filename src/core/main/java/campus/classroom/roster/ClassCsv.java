package campus.classroom.roster;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The students of a class as comma-separated values (RFC 4180), with times as ISO 8601 text in UTC. */
public final class ClassCsv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
            .setHeader("dni", "asked_at", "certified_at", "name", "email", "code").get();
    /** Text that a spreadsheet would compute. The full-width signs count in East Asian ones. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n＝＋－＠].*", Pattern.DOTALL);

    private ClassCsv() {
    }

    /**
     * Writes a header and a record for each student. Names and addresses come from the students, so text that a
     * spreadsheet would compute gets an apostrophe in front.
     *
     * @throws IOException if {@code out} fails
     */
    public static void write(List<ClassMember> members, Appendable out) throws IOException {
        CSVPrinter printer = new CSVPrinter(out, FORMAT);
        for (ClassMember member : members) {
            printer.printRecord(member.dni(), member.asked(), member.certified(), text(member.name()),
                    text(member.email()), member.code());
        }
        printer.flush();
    }

    private static String text(String value) {
        return value != null && FORMULA.matcher(value).matches() ? "'" + value : value;
    }
}
