package campus.classroom.roster;

import campus.base.PrintableText;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The students of a class as comma-separated values (RFC 4180), with times as ISO 8601 text in UTC. */
public final class ClassCsv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
            .setHeader("dni", "asked_at", "certified_at", "name", "email", "code", "seconds", "private", "certificate",
                    "mail").get();
    /** Text that a spreadsheet would compute, perhaps after spaces. The full-width signs count in East Asian ones. */
    private static final Pattern FORMULA = Pattern.compile("\\p{Z}*[=+\\-@＝＋－＠].*");

    private ClassCsv() {
    }

    /**
     * Writes a header and a record for each member. Names and addresses come from the students: a character that is not
     * printable becomes {@code ?}, and text that a spreadsheet would compute gets an apostrophe in front.
     *
     * @throws IOException if {@code out} fails
     */
    public static void write(List<ClassMember> members, Appendable out) throws IOException {
        CSVPrinter printer = new CSVPrinter(out, FORMAT);
        for (ClassMember member : members) {
            ClassMember.Certified certificate = member.certificate();
            if (certificate == null) {
                printer.printRecord(member.dni(), member.asked(), null, null, null, member.code(), null, null, null,
                        null);
            } else {
                printer.printRecord(member.dni(), member.asked(), certificate.time(), text(certificate.name()),
                        text(certificate.email()), member.code(), member.seconds(),
                        certificate.inPrivate() ? "yes" : "no", certificate.number(), certificate.mail());
            }
        }
        printer.flush();
    }

    private static String text(String value) {
        String printable = PrintableText.of(value);
        return FORMULA.matcher(printable).matches() ? "'" + printable : printable;
    }
}
