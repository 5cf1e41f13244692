package campus.classroom;

import java.time.Instant;

/**
 * A code in the ledger.
 *
 * @param code    five digits
 * @param dni     of the student to whom it was issued
 * @param issued  time of issue, UTC
 * @param expires time from which on the code is refused, UTC
 */
public record IssuedCode(String code, String dni, Instant issued, Instant expires) {

    /** For a log: the masked DNI, without the code, as the code may still be redeemed. */
    @Override
    public String toString() {
        return Dni.mask(dni);
    }
}
