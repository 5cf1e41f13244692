package campus.web;

import campus.building.SensorFleet;
import campus.classroom.roster.ClassCsv;
import campus.classroom.roster.ClassMember;
import campus.classroom.teacher.TeacherDesk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * What the teacher sees after the login: the students with their names, by the ledger, and the faults of the sensors of
 * this program. Over plain HTTP it never leaves this machine.
 */
record ClassPages(TeacherDesk desk, Set<SensorFleet> fleets, PageLogin login) {

    /** What there is to POST to. */
    static final Set<String> POSTS = Set.of("/login", "/logout");

    /** A student; what has not happened is null. */
    record Member(String dni, boolean enrolled, Instant asked, Instant certified, String name, Double seconds) {

        static Member of(ClassMember member, boolean enrolled) {
            ClassMember.Certified certificate = member.certificate();
            return new Member(member.dni(), enrolled, member.asked(), certificate == null ? null : certificate.time(),
                    certificate == null ? null : certificate.name(), member.seconds());
        }
    }

    Answer post(Answer.Request request) {
        if (!request.local()) {
            return Answer.text(403, "The login is for a browser on the machine of the program.");
        }
        if (request.path().equals("/logout")) {
            return Answer.text(200, "Bye.").with("set-cookie", login.logout(request.cookie()));
        }
        long wait = login.secondsToWait();
        if (wait > 0) {
            return Answer.json(429, Map.of("seconds", wait)).with("retry-after", String.valueOf(wait));
        }
        return login.login(request.body()).map(cookie -> Answer.text(200, "Welcome.").with("set-cookie", cookie))
                .orElseGet(() -> Answer.json(401, Map.of("seconds", login.secondsToWait())));
    }

    /** Whether a request comes from a browser whose login still counts. */
    boolean knows(Answer.Request request) {
        return request.local() && login.knows(request.cookie());
    }

    /** The answer to GET; empty for any other path. */
    Optional<Answer> get(Answer.Request request) {
        return switch (request.path()) {
            case "/members.json" -> Optional.of(toTeacher(request, () -> {
                Set<String> roster = desk.teacher().roster().dnis();
                return Answer.json(200, desk.members().stream()
                        .map(member -> Member.of(member, roster.contains(member.dni()))).toList());
            }));
            case "/export.csv" -> Optional.of(toTeacher(request, () -> csv(desk.members())));
            case "/faults.json" -> Optional.of(toTeacher(request, () -> Answer.json(200,
                    fleets.stream().flatMap(fleet -> fleet.faulty().stream()).toList())));
            default -> Optional.empty();
        };
    }

    private Answer toTeacher(Answer.Request request, Callable<Answer> answer) {
        if (!knows(request)) {
            return Answer.text(401, "That is for the teacher.");
        }
        try {
            return answer.call();
        } catch (SQLException e) {
            return Answer.text(503, "The ledger does not answer.");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer csv(List<ClassMember> members) throws IOException {
        StringBuilder text = new StringBuilder();
        ClassCsv.write(members, text);
        return new Answer(200, "text/csv; charset=utf-8", text.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("content-disposition", "attachment; filename=\"class.csv\""));
    }
}
