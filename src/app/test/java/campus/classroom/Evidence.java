package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.Sent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the files and the ledger of teachers with the messages that students sent and received. */
final class Evidence {

    private static final int WITH_MAIL = 3;

    private static final long STATEMENT_MILLIS = 1000;

    private final List<Sent> requests;
    private final List<Sent> solutions;
    private final List<String> results;
    private final List<Path> mails;
    private final List<Issued> ledger;

    /** A row of the ledger, times in milliseconds; the redemption and the solution are null if it was not redeemed. */
    private record Issued(String code, long issued, long expires, Long redeemed, String solution, int certificate) {

        long closed() {
            return redeemed == null ? expires : redeemed;
        }
    }

    /**
     * Reads all of it; the teachers must have ended.
     *
     * @param url JDBC URL of their ledger
     */
    Evidence(Classroom classroom, List<TeacherProcess> teachers, String url) throws Exception {
        requests = classroom.requests();
        solutions = classroom.solutions();
        results = teachers.stream().flatMap(teacher -> teacher.results().stream()).toList();
        mails = teachers.stream().flatMap(teacher -> teacher.mails().stream()).toList();
        ledger = ledger(url);
    }

    private static List<Issued> ledger(String url) throws Exception {
        List<Issued> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
             Statement statement = connection.createStatement();
             ResultSet found = statement.executeQuery(
                     "SELECT code, issued_at, expires_at, redeemed_at, solution, certificate FROM issued_code"
                             + " ORDER BY id")) {
            while (found.next()) {
                boolean redeemed = found.getObject(4) != null;
                rows.add(new Issued(found.getString(1), found.getLong(2), found.getLong(3),
                        redeemed ? found.getLong(4) : null, found.getString(5), found.getInt(6)));
            }
        }
        return rows;
    }

    /** From its fourth certificate on, a DNI gets no mail. */
    private static Stream<Issued> mailed(List<Issued> rows) {
        return rows.stream().filter(row -> row.redeemed() != null && row.certificate() <= WITH_MAIL);
    }

    /** How many mails there are to be. */
    static long mailsDue(String url) throws Exception {
        return mailed(ledger(url)).count();
    }

    private List<String> accepted() {
        return ledger.stream().filter(row -> row.redeemed() != null).map(Issued::solution).toList();
    }

    /** Never twice, never lost. */
    void check() throws Exception {
        noCodeIsOpenTwiceAtATime();
        noSolutionIsAcceptedTwice();
        requireSame("lines of ok.txt", results, accepted());
        requireSame("mails", recipients(), mailed(ledger).map(row -> row.solution().split(";")[2]).toList());
        everySolutionIsCertifiedOrWasRefusedForAReason();
        everyQuestionHasOneAnswer();
    }

    private void noSolutionIsAcceptedTwice() {
        Map<String, List<Issued>> bySolution = ledger.stream().filter(row -> row.solution() != null)
                .collect(Collectors.groupingBy(Issued::solution));
        assertThat(bySolution.values()).filteredOn(rows -> rows.size() > 1).as("accepted twice").isEmpty();
    }

    private static void requireSame(String what, List<String> actual, List<String> accepted) {
        assertThat(without(accepted, actual)).as("accepted solutions without their " + what).isEmpty();
        assertThat(without(actual, accepted)).as(what + " without an accepted solution of their own").isEmpty();
    }

    /** The elements of a list that are left when those of another are taken away, one by one. */
    private static List<String> without(List<String> all, Collection<String> others) {
        List<String> rest = new ArrayList<>(all);
        others.forEach(rest::remove);
        return rest;
    }

    private void noCodeIsOpenTwiceAtATime() {
        Map<String, Issued> last = new HashMap<>();
        for (Issued row : ledger) {
            Issued before = last.put(row.code(), row);
            if (before != null) {
                // A time is read before its statement, which may wait for that of the other teacher.
                assertThat(row.issued() + STATEMENT_MILLIS).as("issued again after " + before)
                        .isGreaterThanOrEqualTo(before.closed());
            }
        }
    }

    private List<String> recipients() throws Exception {
        List<String> recipients = new ArrayList<>();
        for (Path mail : mails) {
            recipients.add(Files.readAllLines(mail).stream().filter(line -> line.startsWith("To: "))
                    .map(line -> line.substring("To: ".length())).findFirst().orElse("nobody: " + mail));
        }
        return recipients;
    }

    /** The first solution with a good code is certified, and no other one with this code. */
    private void everySolutionIsCertifiedOrWasRefusedForAReason() {
        Set<String> accepted = Set.copyOf(accepted());
        Set<String> used = accepted.stream().map(line -> line.split(";")[0]).collect(Collectors.toSet());
        assertThat(solutions).filteredOn(sent -> sent.kind == Kind.PROPER && sent.acknowledged)
                .filteredOn(sent -> !accepted.contains(sent.text) && !used.contains(sent.code()))
                .as("neither certified nor too late").isEmpty();
        assertThat(solutions).filteredOn(sent -> sent.kind == Kind.BAD_CODE && accepted.contains(sent.text))
                .as("bad and accepted").isEmpty();
        assertThat(solutions).filteredOn(sent -> sent.verdictDue && sent.kind != Kind.REPEATED)
                .filteredOn(sent -> sent.verdicts.contains("accepted") != accepted.contains(sent.text))
                .as("answered as accepted when it was not, or not answered").isEmpty();
        assertThat(solutions).filteredOn(sent -> sent.verdictDue && sent.kind == Kind.BAD_CODE)
                .filteredOn(sent -> !sent.verdicts.contains("malformed")).as("not answered as malformed").isEmpty();
    }

    /**
     * The same verdict may come again, as all here is delivered at least once; another one may not. Only a code that
     * was a guess may be issued to somebody, or used, until its solution is delivered again.
     */
    private void everyQuestionHasOneAnswer() {
        assertThat(solutions).filteredOn(Sent::isDue)
                .filteredOn(sent -> sent.kind == Kind.GUESS && !sent.verdicts.contains("accepted")
                        ? sent.verdicts.isEmpty() : Set.copyOf(sent.verdicts).size() != 1)
                .as("solutions without one verdict").isEmpty();
        assertThat(requests).filteredOn(Sent::isDue).filteredOn(sent -> Set.copyOf(sent.verdicts).size() != 1)
                .as("requests without one answer").isEmpty();
    }

    @Override
    public String toString() {
        return "requests " + requests.size() + ", solutions " + solutions.stream().collect(Collectors.groupingBy(
                sent -> sent.kind, Collectors.counting())) + ", issued " + ledger.size() + ", accepted "
                + accepted().size() + ", verdicts " + verdicts(solutions) + ", answers to requests "
                + verdicts(requests);
    }

    private static Map<String, Long> verdicts(List<Sent> sent) {
        return sent.stream().flatMap(each -> each.verdicts.stream()).collect(
                Collectors.groupingBy(verdict -> verdict, Collectors.counting()));
    }

    int size() {
        return accepted().size();
    }
}
