package campus.classroom.roster;

import campus.classroom.Solution;
import java.time.Instant;

/**
 * The progress of a student; a field is null until its event has happened.
 *
 * @param dni       as in the roster
 * @param asked     time of the first code that was issued to this DNI, UTC
 * @param certified time at which the first code was redeemed, UTC
 * @param name      in the solution of that code
 * @param email     in the solution of that code
 * @param code      the redeemed code, until then the last one that was issued
 */
public record ClassMember(String dni, Instant asked, Instant certified, String name, String email, String code) {

    static ClassMember enrolled(String dni) {
        return new ClassMember(dni, null, null, null, null, null);
    }

    ClassMember asked(Instant time, String newCode) {
        return new ClassMember(dni, asked == null ? time : asked, certified, name, email,
                certified == null ? newCode : code);
    }

    /** The same student, certified with the code of a solution. */
    ClassMember certified(Instant time, Solution solution) {
        return certified != null ? this
                : new ClassMember(dni, asked, time, solution.name(), solution.email(), solution.code());
    }
}
