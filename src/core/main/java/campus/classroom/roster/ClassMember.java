package campus.classroom.roster;

import campus.classroom.Solution;
import java.time.Instant;

/**
 * How far a student has come. What has not happened is null.
 *
 * @param dni       as in the roster
 * @param asked     when the first code was issued to this DNI
 * @param certified when the first of its codes was redeemed
 * @param name      in the solution that redeemed it
 * @param email     in that solution
 * @param code      the redeemed one, until then the last one that was issued
 */
public record ClassMember(String dni, Instant asked, Instant certified, String name, String email, String code) {

    static ClassMember enrolled(String dni) {
        return new ClassMember(dni, null, null, null, null, null);
    }

    ClassMember asked(Instant time, String newCode) {
        return new ClassMember(dni, asked == null ? time : asked, certified, name, email,
                certified == null ? newCode : code);
    }

    /** With the code that was {@link #asked} for last. */
    ClassMember certified(Instant time, Solution solution) {
        return certified != null ? this
                : new ClassMember(dni, asked, time, solution.name(), solution.email(), solution.code());
    }
}
