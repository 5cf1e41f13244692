package campus.classroom;

import java.time.Instant;

/**
 * A code that the ledger holds.
 *
 * @param code    five digits
 * @param dni     to whom it was issued
 * @param issued  when
 * @param expires from when on it is refused
 */
public record IssuedCode(String code, String dni, Instant issued, Instant expires) {

    /** For a log: the masked DNI, and not the code, which its owner may still redeem. */
    @Override
    public String toString() {
        return Dni.mask(dni);
    }
}
