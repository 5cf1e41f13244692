package campus.mqtt;

import campus.base.SettingException;
import campus.base.Settings;

/** Subscriptions of which each message reaches one of several subscribers (MQTT 5 section 4.8.2). */
public final class SharedSubscription {

    private SharedSubscription() {
    }

    /**
     * What stands before a topic filter to share it: {@code $share/NAME/}, empty where the property is.
     *
     * @throws SettingException where the name of the group is none
     */
    public static String prefix(Settings settings, String key) {
        String name = settings.optional(key).orElse("");
        if (!name.matches("[A-Za-z0-9_.-]*")) {
            throw Settings.invalid(key, name, "the name of a group: letters, digits, _ . -");
        }
        return name.isEmpty() ? "" : "$share/" + name + "/";
    }
}
