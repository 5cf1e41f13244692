package campus.classroom;

import java.util.ArrayList;
import java.util.List;

/** A message to the teacher, and the answers to it. */
final class Sent {

    /** The kinds of messages, right and wrong. */
    enum Kind { PROPER, BAD_CODE, GUESS, USED_CODE, REPEATED }

    final Kind kind;
    final String text;
    final boolean verdictDue;
    final List<String> verdicts = new ArrayList<>();
    /** The broker has it. */
    boolean acknowledged;

    Sent(Kind kind, String text, boolean verdictDue) {
        this.kind = kind;
        this.text = text;
        this.verdictDue = verdictDue;
    }

    String code() {
        return text.split(";")[0];
    }

    /** The broker has it, and it asks for an answer. */
    boolean isDue() {
        return acknowledged && verdictDue;
    }

    @Override
    public String toString() {
        return kind + " " + text + (acknowledged ? "" : " not acknowledged") + " " + verdicts;
    }
}
