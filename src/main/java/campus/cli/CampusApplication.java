package campus.cli;

import campus.base.Settings;
import campus.broker.EmbeddedBroker;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of it in one process: the embedded broker before the first route and after the last, and every enabled route. */
final class CampusApplication extends CampusMain {

    private static final Logger LOG = LoggerFactory.getLogger("campus");
    private static final String[] SECRETS = {"campus.building.password", "campus.teacher.password"};
    private static final int SECRET_BYTES = 16;

    private EmbeddedBroker broker;

    /** @param options properties that win over everything else */
    CampusApplication(Map<String, String> options) {
        super(Configuration.load(options, true), ERRORS, SENSORS, MONITOR, BROKER_STATUS, TEACHER);
        bind("logFormatter", new LogFormatter());
    }

    @Override
    void prepare(Settings settings) {
        Credentials credentials = new Credentials(settings);
        addOverrideProperty("campus.client-id", credentials.valueOrNew("campus.client-id", "campus-", 4));
        boolean embedded = settings.flag("campus.broker.enabled");
        for (String key : SECRETS) {
            String password = embedded
                    ? credentials.valueOrNew(key, "", SECRET_BYTES)
                    : credentials.value(key).orElse("");
            addOverrideProperty(key, password);
        }
        if (embedded) {
            broker = EmbeddedBroker.start(BrokerFiles.config(settings,
                    getCamelContext()::resolvePropertyPlaceholders, Configuration.buildings(overrideProperties)));
            broker.urls().keySet().forEach(listener ->
                    addOverrideProperty(listener.key(), Integer.toString(broker.port(listener))));
        }
    }

    @Override
    protected void afterStart() throws Exception {
        super.afterStart();
        Summary.of(settings(), getCamelContext(), Optional.ofNullable(broker)).forEach(LOG::info);
    }

    @Override
    public void close() {
        super.close();
        if (broker != null) {
            broker.close();
        }
    }
}
