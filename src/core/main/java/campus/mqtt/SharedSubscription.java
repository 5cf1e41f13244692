package campus.mqtt;

import campus.base.SettingException;
import campus.base.Settings;

/** Shared subscriptions: each message reaches one subscriber of a group (MQTT 5 section 4.8.2). */
public final class SharedSubscription {

    private SharedSubscription() {
    }

    /**
     * The prefix that makes a topic filter a shared subscription: {@code $share/GROUP/}; empty if the property is not
     * set.
     *
     * @param key the property that names the group
     * @throws SettingException if its value cannot be the name of a group
     */
    public static String prefix(Settings settings, String key) {
        String name = settings.optional(key).orElse("");
        if (!name.matches("[A-Za-z0-9_.-]*")) {
            throw Settings.invalid(key, name, "the name of a group: letters, digits, _ . -");
        }
        return name.isEmpty() ? "" : "$share/" + name + "/";
    }
}
