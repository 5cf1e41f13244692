package campus.app;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The addresses in {@code camel.component.paho-mqtt5.broker-url}: one, or several with commas. */
record BrokerAddresses(List<BrokerUrl> urls) {

    private static final String ACCEPTED = "accepted is tcp://host:port, ssl://host:port, ws://host:port or"
            + " wss://host:port, with user:password@ before the host if you like, and several of them with commas";

    /** @throws SettingException if one of them, or the embedded broker's port, cannot be used */
    static BrokerAddresses of(Settings settings) {
        // It is a part of the address: what the user wrote is told, not what came of it.
        settings.integer("campus.broker.port", 0, 65_535);
        List<BrokerUrl> urls = new ArrayList<>();
        for (String url : settings.text(CommandOptions.BROKER_URL).split(",", -1)) {
            try {
                urls.add(BrokerUrl.parse(url.strip()));
            } catch (IllegalArgumentException e) {
                throw new SettingException(CommandOptions.BROKER_URL + " cannot be used: " + e.getMessage() + "; "
                        + ACCEPTED);
            }
        }
        return new BrokerAddresses(urls);
    }

    /** The user in the first address that has one. */
    Optional<String> user() {
        return urls.stream().flatMap(url -> url.user().stream()).findFirst();
    }

    /** The password in the first address that has one. */
    Optional<String> password() {
        return urls.stream().flatMap(url -> url.password().stream()).findFirst();
    }

    /** The addresses without users, with commas. */
    String text() {
        return urls.stream().map(BrokerUrl::address).collect(Collectors.joining(","));
    }
}
