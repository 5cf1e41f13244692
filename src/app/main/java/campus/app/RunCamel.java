package campus.app;

import campus.base.Credentials;
import campus.base.Durations;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.BrokerFiles;
import campus.broker.EmbeddedBroker;
import campus.building.BuildingSettings;
import campus.building.SensorFleet;
import campus.classroom.ledger.LedgerAwayException;
import campus.classroom.teacher.TeacherDesk;
import campus.web.LastValues;
import campus.web.Page;
import campus.web.PageData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.ExchangeFormatter;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel Main of {@code run}: every enabled route, the teacher's ledger and files, and the embedded broker, which starts
 * before the first route and stops after the last.
 */
public final class RunCamel extends CampusCamel {

    private static final Logger LOG = LoggerFactory.getLogger("campus");
    /** A mail server may take this long to answer the end of a mail; sent again, it would come twice. */
    private static final Duration MAIL_ANSWER = Duration.ofMinutes(10);
    private static final Duration LEDGER_ATTEMPTS = Duration.ofSeconds(2);

    private final Map<String, String> typed;
    private FileChannel lock;
    private EmbeddedBroker broker;
    private TeacherDesk desk;
    private PageData data;
    private Optional<Page> page = Optional.empty();

    /** @param options properties that win over all others */
    public RunCamel(Map<String, String> options) {
        super(Configuration.load(options), Map.of(), ERRORS, SENSORS, VIEWS, TEACHER, PAGE);
        typed = options;
        // A log: endpoint shows the line of a view, and nothing else of a message.
        bind("logFormatter", (ExchangeFormatter) line -> line.getMessage().getBody(String.class).stripTrailing());
    }

    @Override
    protected void prepare(Settings settings) {
        lock(settings);
        Credentials credentials = new Credentials(settings);
        addOverrideProperty("campus.client-id", credentials.valueOrNew("campus.client-id", "campus-", 4));
        boolean embedded = settings.flag("campus.broker.enabled");
        Credentials.BROKER.forEach(key -> addOverrideProperty(key, embedded
                ? credentials.brokerPasswords().get(key) : credentials.value(key).orElse("")));
        if (embedded && settings.optional("campus.page.username").isEmpty()) {
            addOverrideProperty("campus.page.username", BrokerFiles.PAGE_USER);
        }
        if (settings.flag("campus.page.enabled")) {
            LastValues values = new LastValues(Durations.CLOCK);
            bind(PageData.VALUES, values);
            data = new PageData(settings(), values, Durations.CLOCK);
            // Before all that may take long, so that /health tells that the program starts.
            page = Page.open(settings(), data);
        }
        // The ledger and the broker take as long to open as all routes together: one does not wait for the other.
        CompletableFuture<TeacherDesk> opening = settings.flag("campus.teacher.enabled")
                ? CompletableFuture.supplyAsync(() -> openDesk(settings))
                : CompletableFuture.completedFuture(null);
        try {
            if (embedded) {
                broker = EmbeddedBroker.start(BrokerFiles.config(settings,
                        getCamelContext()::resolvePropertyPlaceholders, BuildingSettings.further(settings)));
            }
        } finally {
            desk = opening.join();
        }
        if (broker != null) {
            broker.urls().keySet().forEach(listener ->
                    addOverrideProperty(listener.key(), Integer.toString(broker.port(listener))));
        }
        if (desk != null) {
            bind("teacherDesk", desk);
        }
        getCamelContext().getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof MailEndpoint mail) {
                waitForAnswers(mail.getConfiguration());
            }
            return endpoint;
        });
    }

    /**
     * One program at a time has a data folder: two would have the same identifiers, and write the same files. A broker
     * without routes leaves it to the application that has them, such as one on Camel JBang.
     */
    private void lock(Settings settings) {
        if (Stream.of("sensors", "views", "teacher").noneMatch(part -> settings.flag("campus." + part + ".enabled"))) {
            return;
        }
        try {
            lock = PrivateFile.tryLock(settings.path("campus.data-dir").resolve("client-id.lock")).orElse(null);
        } catch (IOException e) {
            // What needs the folder tells it.
            return;
        }
        if (lock == null) {
            if (settings.flag("campus.sensors.enabled")) {
                // A value that cannot be used comes first: the routes would tell it only at the next start.
                BuildingSettings.all(settings).forEach(building -> new SensorFleet(building, Durations.CLOCK));
            }
            throw new SettingException("another Campus runs with campus.data-dir=" + settings.text("campus.data-dir")
                    + ": stop it, or give this one -D campus.data-dir=... -D campus.broker.port=..."
                    + " -D campus.page.port=...");
        }
    }

    /** RFC 5321 section 4.5.3.2.6; camel-mail has one limit of 30 s, for the connection and for each answer. */
    static void waitForAnswers(MailConfiguration mail) {
        Properties own = new Properties();
        own.put("mail." + mail.getProtocol() + ".timeout", String.valueOf(MAIL_ANSWER.toMillis()));
        own.putAll(mail.getAdditionalJavaMailProperties());
        mail.setAdditionalJavaMailProperties(own);
    }

    /** Waits for the ledger if its database does not answer, until it does, or the program is to stop. */
    private TeacherDesk openDesk(Settings settings) {
        boolean logged = false;
        while (true) {
            try {
                return TeacherDesk.open(settings, Durations.CLOCK);
            } catch (LedgerAwayException e) {
                if (!logged) {
                    LOG.warn("{}; waiting for it", e.getMessage());
                }
                logged = true;
                if (!awaitNextAttempt()) {
                    throw e;
                }
            }
        }
    }

    /** @return false if the program is to stop */
    private boolean awaitNextAttempt() {
        try {
            getShutdownStrategy().await(LEDGER_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return getShutdownStrategy().isRunAllowed();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        page.ifPresent(open -> {
            open.leadTo(addresses(),
                    getCamelContext().getRegistry().lookupByNameAndType("tls", SocketFactory.class));
            data.started(getCamelContext(), desk);
        });
    }

    @Override
    protected void afterStart() throws Exception {
        super.afterStart();
        Summary.of(settings(), typed, broker == null ? Map.of() : broker.urls(), page.map(Page::url))
                .forEach(LOG::info);
    }

    /** The address of the page, if it is served. */
    public Optional<String> page() {
        return page.map(Page::url);
    }

    @Override
    public void close() {
        page.ifPresent(Page::close);
        super.close();
        if (desk != null) {
            desk.close();
        }
        if (broker != null) {
            broker.close();
        }
        IOHelper.close(lock);
    }
}
