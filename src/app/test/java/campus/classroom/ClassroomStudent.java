package campus.classroom;

import campus.classroom.StudentConnection.Arrived;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A student of a {@link Classroom}, which passes exchange after exchange. */
final class ClassroomStudent {

    private static final int THINK_MILLIS = 1500;
    private static final long RETRY_MILLIS = 3000;
    private static final long MAIL_MILLIS = 15_000;
    private static final String STRANGER = "99999999";

    private final Classroom room;
    private final int number;
    private final boolean responseTopic;
    private final StudentConnection connection;
    private int round;
    private boolean wantsCode;
    private Sent unconfirmed;

    ClassroomStudent(Classroom room, int number, boolean responseTopic, StudentConnection connection) {
        this.room = room;
        this.number = number;
        this.responseTopic = responseTopic;
        this.connection = connection;
    }

    /** Begins an exchange, unless the room is about to close. */
    void begin() {
        if (room.isFinishing()) {
            return;
        }
        room.begins();
        round++;
        wantsCode = true;
        int chance = room.random(100);
        if (chance < 3) {
            request(STRANGER);
        } else if (chance < 6) {
            request("one code, please");
        } else if (chance < 10) {
            String code = CodeGenerator.code(room.random(CodeGenerator.COUNT));
            send(Sent.Kind.BAD_CODE, code.substring(0, 4)
                    + (code.charAt(4) == '9' ? '0' : (char) (code.charAt(4) + 1)));
        } else if (chance < 12) {
            send(Sent.Kind.GUESS, CodeGenerator.code(room.random(CodeGenerator.COUNT)));
        }
        askForCode(round);
    }

    private void askForCode(int inRound) {
        if (!wantsCode || round != inRound) {
            return;
        }
        request(room.dni(number, round));
        if (!responseTopic) {
            room.awaitsCode(this);
        }
        room.later(RETRY_MILLIS, () -> askForCode(inRound));
    }

    private void request(String text) {
        Sent request = new Sent(Sent.Kind.PROPER, text, responseTopic);
        room.sendsRequest(request);
        int inRound = round;
        publish(StudentConnection.REQUEST, request, verdict -> {
            if (verdict.verdict().equals("code") && wantsCode && round == inRound) {
                solve(verdict.text());
            }
        });
    }

    /** Takes a code, and answers with it. */
    void solve(String code) {
        wantsCode = false;
        int inRound = round;
        Sent solution = send(Sent.Kind.PROPER, code);
        if (!responseTopic) {
            unconfirmed = solution;
            room.later(MAIL_MILLIS, () -> {
                if (unconfirmed == solution && round == inRound) {
                    room.releases(code);
                    unconfirmed = null;
                    room.count("no mail in time");
                    end();
                }
            });
        }
    }

    /** Publishes a solution whose text no other solution has. */
    private Sent send(Sent.Kind kind, String code) {
        String who = number + "." + round
                + (kind == Sent.Kind.PROPER ? "" : "." + kind.name().toLowerCase(Locale.ROOT));
        return send(new Sent(kind, code + ";Alumno " + who + ";a" + who + "@example.org", responseTopic));
    }

    private Sent send(Sent solution) {
        room.sendsSolution(solution);
        publish(StudentConnection.SOLUTION, solution, verdict -> {
            if (solution.kind == Sent.Kind.PROPER && solution.verdicts.size() == 1) {
                if (verdict.verdict().equals("accepted")) {
                    cheat(solution);
                    certified();
                } else {
                    room.count("proper solution: " + verdict.verdict());
                    end();
                }
            }
        });
        return solution;
    }

    private void cheat(Sent solution) {
        int chance = room.random(100);
        if (chance < 4) {
            send(Sent.Kind.USED_CODE, solution.code());
        } else if (chance < 8) {
            send(new Sent(Sent.Kind.REPEATED, solution.text, responseTopic));
        }
    }

    private void publish(String topic, Sent sent, Consumer<Arrived> answered) {
        if (responseTopic) {
            long question = room.asks(arrived -> {
                sent.verdicts.add(arrived.verdict());
                answered.accept(arrived);
            });
            acknowledge(sent, connection.ask(topic, sent.text, question));
        } else {
            acknowledge(sent, connection.tell(topic, sent.text));
        }
    }

    private void acknowledge(Sent sent, CompletableFuture<Void> published) {
        published.whenCompleteAsync((nothing, failure) -> {
            sent.acknowledged = failure == null;
            if (failure != null) {
                room.count("not published: " + failure);
            }
        }, room.thread());
    }

    /** Ends the exchange if the line of its solution is in the results. */
    void lookForMail(Set<String> results) {
        if (unconfirmed != null && results.contains(unconfirmed.text)) {
            room.releases(unconfirmed.code());
            unconfirmed = null;
            certified();
        }
    }

    private void certified() {
        room.count("certified");
        end();
    }

    private void end() {
        room.ends();
        room.later(room.random(THINK_MILLIS), this::begin);
    }
}
