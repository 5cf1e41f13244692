package campus.exchange;

import java.sql.SQLException;

/** The teacher of lab sheet 2, section 3: decides on what arrives on DST/PETICION and DST/SOLUCION. */
public final class Teacher {

    /** What a message on DST/PETICION is called. */
    static final String PETITION = "petition";

    private final Roster roster;
    private final Ledger ledger;

    public Teacher(Roster roster, Ledger ledger) {
        this.roster = roster;
        this.ledger = ledger;
    }

    /**
     * Answers a petition.
     *
     * @param payload  a DNI, blanks around it are ignored
     * @param retained whether the broker had kept the message from before
     * @return a fresh code, stored in the ledger
     * @throws RefusedException where the message is no DNI of the roster
     * @throws SQLException     where the ledger fails
     */
    public IssuedCode issue(byte[] payload, boolean retained) throws RefusedException, SQLException {
        requireFresh(PETITION, retained);
        String dni = Text.of(PETITION, payload).strip();
        if (!roster.contains(dni)) {
            throw new RefusedException(PETITION, "of " + Text.printable(Dni.mask(dni)), Refusal.NOT_ENROLLED);
        }
        return ledger.issue(dni);
    }

    /**
     * Checks a solution and redeems its code.
     *
     * @param payload  {@code code;name;email}
     * @param retained whether the broker had kept the message from before
     * @return the accepted solution
     * @throws RefusedException where the message is malformed, or its code unknown, used or expired
     * @throws SQLException     where the ledger fails
     */
    public Solution verify(byte[] payload, boolean retained) throws RefusedException, SQLException {
        requireFresh(Solution.WHAT, retained);
        Solution solution = Solution.parse(payload);
        ledger.redeem(solution);
        return solution;
    }

    private static void requireFresh(String what, boolean retained) throws RefusedException {
        if (retained) {
            throw new RefusedException(what, Refusal.RETAINED);
        }
    }
}
