package campus.web;

import campus.base.Settings;
import campus.building.Building;
import campus.building.BuildingSettings;
import campus.building.Sensor;
import campus.building.SensorFleet;
import campus.building.Wing;
import campus.classroom.teacher.TeacherDesk;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;

/** Requests to answers: the files, the figures as JSON, and what a POST asks for. */
public final class PageData {

    /** The bean that the route {@code page} calls. */
    public static final String VALUES = "pageValues";

    private static final String LIVE = "/health/live";
    private static final int HURRIED = 50;
    private static final Duration HURRY = Duration.ofMinutes(1);

    private final PageFiles files = new PageFiles();
    private final Settings settings;
    private final LastValues values;
    private final Clock clock;
    /** Null until the routes have started. */
    private volatile Program program;

    /**
     * The data of a program that starts; until {@link #started} there are the files of the page and its health.
     *
     * @param values what the route {@code page} keeps
     */
    public PageData(Settings settings, LastValues values, Clock clock) {
        this.settings = settings;
        this.values = values;
        this.clock = clock;
    }

    /** What of the program is shown; without a ledger there are no pages of a class. */
    private record Program(Set<SensorFleet> fleets, Health health, boolean classHere, Optional<ClassPages> classPages) {
    }

    /**
     * The routes have started.
     *
     * @param desk the ledger; null if it is not in this process
     */
    public void started(CamelContext context, TeacherDesk desk) {
        Set<SensorFleet> fleets = context.getRegistry().findByType(SensorFleet.class);
        Optional<ClassPages> classPages = Optional.ofNullable(desk)
                .flatMap(present -> settings.optional("campus.teacher.password")
                        .map(password -> new ClassPages(present, fleets, new PageLogin(password, clock))));
        program = new Program(fleets, new Health(context, desk == null ? null : desk::status), desk != null,
                classPages);
    }

    /** The answer to GET. */
    Answer get(Answer.Request request) {
        Program present = program;
        return files.file(request.path())
                .orElseGet(() -> present == null ? starting(request.path()) : get(present, request));
    }

    private Answer get(Program present, Answer.Request request) {
        return switch (request.path()) {
            case "/config.json" -> Answer.json(200, config(present, request));
            case "/values.json" -> Answer.json(200, Map.of("now", clock.millis(), "values", values.last()));
            case "/history.json" -> Answer.json(200, Map.of("now", clock.millis(),
                    "values", values.history(request.topic())));
            case "/class.json" -> classNumbers(present);
            case "/health" -> healthReport(present.health().report());
            case LIVE -> Answer.json(200, Map.of("live", true));
            default -> present.classPages().flatMap(pages -> pages.get(request))
                    .orElseGet(() -> Answer.text(404, "There is no such page."));
        };
    }

    private static Answer starting(String path) {
        return switch (path) {
            case "/health" -> healthReport(Health.STARTING);
            case LIVE -> Answer.json(200, Map.of("live", true));
            default -> Answer.text(503, "The program starts.").with("retry-after", "1");
        };
    }

    /** Whether there is something to POST to. */
    boolean takesPost(String path) {
        Program present = program;
        return present != null && (path.equals("/hurry")
                || present.classPages().isPresent() && ClassPages.POSTS.contains(path));
    }

    /** The answer to POST: the buildings hurry for a minute, or the teacher comes or goes. */
    Answer post(Answer.Request request) {
        Program present = program;
        if (!request.path().equals("/hurry")) {
            return present.classPages().orElseThrow().post(request);
        }
        if (present.fleets().isEmpty()) {
            return Answer.text(409, "The sensors do not run in this program.");
        }
        present.fleets().forEach(fleet -> fleet.hurry(HURRIED, HURRY));
        return Answer.json(200, Map.of("seconds", HURRY.toSeconds(), "rate", HURRIED));
    }

    private Map<String, Object> config(Program present, Answer.Request request) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("username", settings.optional("campus.page.username").orElse(""));
        config.put("password", settings.optional("campus.page.username").isEmpty() ? ""
                : settings.optional("campus.page.password").orElse(""));
        config.put("buildings", BuildingSettings.all(settings).stream().map(Building::of).toList());
        config.put("wings", Arrays.stream(Wing.values()).map(Enum::name).toList());
        config.put("sensors", Arrays.stream(Sensor.values()).map(sensor -> Map.of("name", sensor.name(),
                "unit", sensor.unit(), "min", sensor.min(), "max", sensor.max())).toList());
        config.put("sensorsHere", !present.fleets().isEmpty());
        config.put("classHere", present.classHere());
        config.put("loginHere", present.classPages().isPresent() && request.local());
        config.put("loggedIn", present.classPages().filter(pages -> pages.knows(request)).isPresent());
        config.put("embedded", settings.flag("campus.broker.enabled"));
        config.put("now", clock.millis());
        return config;
    }

    private static Answer healthReport(Health.Report report) {
        return Answer.json(report.ready() ? 200 : 503, report);
    }

    /** Numbers only: ClassStatus holds no personal data. */
    private static Answer classNumbers(Program present) {
        if (!present.classHere()) {
            return Answer.text(404, "The ledger is not in this program.");
        }
        try {
            return Answer.json(200, present.health().classStatus().join());
        } catch (CompletionException e) {
            return Answer.text(503, "The ledger does not answer.");
        }
    }
}
