package campus.classroom.ledger;

import campus.base.SettingException;
import java.util.Optional;

/** Whether a teacher could use a ledger. It changes nothing, and does not mind a teacher that is using it. */
public final class LedgerCheck {

    private LedgerCheck() {
    }

    /**
     * Checks a ledger.
     *
     * @param url JDBC URL ({@code campus.ledger.url})
     * @return whether there is one; otherwise the teacher can make it
     * @throws SettingException    if it cannot be opened or written, or is of another version
     * @throws LedgerAwayException if the database does not answer, or has no room for another connection
     */
    public static boolean exists(String url) {
        Optional<LedgerFile> file = LedgerFile.of(url);
        if (file.filter(LedgerFile::isReadOnly).isPresent()) {
            throw LedgerDatabase.failure(url, new IllegalStateException("this user may not write there"));
        }
        if (file.filter(LedgerFile::isMissing).isPresent()) {
            return false;
        }
        try {
            return LedgerDatabase.existing(url).isUsable();
        } catch (Exception e) {
            throw LedgerDatabase.failure(url, e);
        }
    }
}
