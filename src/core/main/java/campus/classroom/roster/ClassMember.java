package campus.classroom.roster;

import java.time.Duration;
import java.time.Instant;

/**
 * A student in the report of a class: once with its last code, or once for each certificate. What has not happened is
 * null.
 *
 * @param dni         as in the roster
 * @param asked       time at which the code was issued, UTC; without a certificate that of the first code
 * @param code        the redeemed code, else the last one that was issued
 * @param certificate the certificate
 */
public record ClassMember(String dni, Instant asked, String code, Certified certificate) {

    static ClassMember enrolled(String dni) {
        return new ClassMember(dni, null, null, null);
    }

    ClassMember asked(Instant time, String newCode) {
        return new ClassMember(dni, asked == null ? time : asked, newCode, null);
    }

    /**
     * A certificate.
     *
     * @param time      of acceptance, UTC
     * @param name      in the solution
     * @param email     in the solution
     * @param inPrivate whether the code was asked for with a Response Topic
     * @param number    which one of the DNI, from 1
     * @param mail      {@code sent}, {@code waiting}, {@code given up} or {@code none}
     */
    public record Certified(Instant time, String name, String email, boolean inPrivate, int number, String mail) {
    }

    /** Seconds from the code to the solution; null without a certificate. A program is quicker than a person. */
    public Double seconds() {
        return certificate == null ? null : Duration.between(asked, certificate.time()).toMillis() / 1000.0;
    }
}
