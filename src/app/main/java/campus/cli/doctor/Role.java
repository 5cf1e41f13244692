package campus.cli.doctor;

import campus.base.Settings;
import campus.mqtt.SessionSettings;
import java.util.List;
import java.util.Locale;

/** A user of the broker, named as in the properties, and the topics that its routes need. */
enum Role {

    /** Sensors and views. */
    BUILDING,
    /** The teacher of lab sheet 2, section 3. */
    TEACHER,
    /** A student of lab sheet 2, section 3. */
    STUDENT;

    /** Whether its routes are enabled; the student's are those of a command. */
    boolean isEnabled(Settings settings) {
        return switch (this) {
            case BUILDING -> settings.flag("campus.sensors.enabled") || settings.flag("campus.views.enabled");
            case TEACHER -> settings.flag("campus.teacher.enabled");
            case STUDENT -> true;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key of a property of its own, such as {@code campus.student.username}. */
    String key(String property) {
        return "campus." + label() + "." + property;
    }

    /**
     * The filters that its routes need, those of a teacher with {@code campus.teacher.share} as shared subscriptions.
     *
     * @param views filters of the enabled views
     */
    List<String> reads(Settings settings, List<String> views) {
        return switch (this) {
            case BUILDING -> settings.flag("campus.views.enabled") ? views : List.of();
            case TEACHER -> {
                SessionSettings session = SessionSettings.of(settings, "campus.teacher.share",
                        "campus.teacher.session", "DST/+");
                yield List.of(session.filter("DST/PETICION"), session.filter("DST/SOLUCION"));
            }
            case STUDENT -> List.of("DST/CODIGO");
        };
    }

    /** The topics on which its routes publish. The doctor does not: a message there has an effect. */
    List<String> writes(Settings settings) {
        return switch (this) {
            case BUILDING -> settings.flag("campus.sensors.enabled")
                    ? List.of(settings.text("campus.sensors.building") + "/...") : List.of();
            case TEACHER -> List.of("DST/CODIGO", settings.text("campus.exchange.response-topic") + "/...");
            case STUDENT -> List.of("DST/PETICION", "DST/SOLUCION");
        };
    }

    /** The reason not to publish there. */
    String harm() {
        return switch (this) {
            case BUILDING -> "the views would take it for a reading";
            case TEACHER -> "students would take it for a code";
            case STUDENT -> "the teacher would answer it";
        };
    }
}
