package campus.cli.doctor;

import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.ledger.LedgerAwayException;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.roster.Roster;
import org.apache.camel.CamelContext;

/** What the teacher needs beside the broker: roster, ledger and mail server. None is changed. */
record TeacherCheck(CamelContext camel, Settings settings, DoctorReport report) {

    private static final String ROSTER = "teacher: roster";
    private static final String LEDGER = "teacher: ledger";
    private static final String NONE_YET = "there is none yet: the teacher makes it at its first start";

    void check() {
        roster();
        ledger(settings.text("campus.ledger.url"));
        if (settings.text("campus.teacher.mail.to").matches("smtps?:.*")) {
            new MailCheck(camel, report).check();
        }
    }

    private void roster() {
        if (!Roster.exists(settings)) {
            report.ok(ROSTER, NONE_YET);
            return;
        }
        try {
            int enrolled = Roster.existing(settings).dnis().size();
            if (enrolled == 0) {
                report.warning(ROSTER, "nobody is enrolled: every student is refused", "write a DNI on each line");
            } else {
                report.ok(ROSTER, enrolled + " enrolled");
            }
        } catch (SettingException e) {
            report.wrong(ROSTER, e.getMessage(), "correct it; 'teacher roster check' names each such line");
        }
    }

    private void ledger(String url) {
        try {
            report.ok(LEDGER, LedgerDatabase.exists(url) ? "answers, and can be written" : NONE_YET);
        } catch (LedgerAwayException e) {
            report.wrong(LEDGER, e.getMessage(), "start the database, or correct campus.ledger.url");
        } catch (SettingException e) {
            report.wrong(LEDGER, e.getMessage(), "correct campus.ledger.url, or let this user write there");
        }
    }
}
