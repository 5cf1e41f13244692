package campus.mqtt;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.Optional;

/**
 * How a route subscribes: alone, or as a member of a group that divides the messages (a shared subscription, MQTT 5
 * section 4.8.2), and whether the broker keeps its session while it is away (section 3.1.2.11.2).
 *
 * @param group   name of the group; empty: alone
 * @param durable whether the broker keeps the session
 */
public record SessionSettings(String group, boolean durable) {

    private static final String SHARE = "$share/";

    /**
     * The settings of two properties. Alone a route has a durable session, unless that says otherwise; a member of a
     * group has a clean one, because a durable session keeps a part of the messages of the group.
     *
     * @param share   key of the group, such as {@code campus.teacher.share}
     * @param session key of the session: durable or clean
     * @param filter  its topic filter, which may be a shared subscription itself
     * @throws SettingException if one of them cannot be used
     */
    public static SessionSettings of(Settings settings, String share, String session, String filter) {
        String group = settings.optional(share).orElse("");
        if (!group.matches("[A-Za-z0-9_.-]*")) {
            throw Settings.invalid(share, group, "the name of a group: letters, digits, _ . -");
        }
        if (!group.isEmpty() && filter.startsWith(SHARE)) {
            throw Settings.invalid(share, group, "no group, as the filter " + filter + " names one already");
        }
        boolean shared = !group.isEmpty() || filter.startsWith(SHARE);
        String kind = settings.optional(session).orElse(shared ? "clean" : "durable");
        if (!kind.matches("durable|clean")) {
            throw Settings.invalid(session, kind,
                    "durable (the broker keeps messages while the route is away) or clean");
        }
        return new SessionSettings(group, kind.equals("durable"));
    }

    /** The topic filter as the route subscribes to it: {@code $share/GROUP/FILTER} for a member of a group. */
    public String filter(String filter) {
        return group.isEmpty() ? filter : SHARE + group + "/" + filter;
    }

    /** The options of the endpoint, as a placeholder of the property that has them. */
    public String options() {
        return durable ? "&{{campus.session.durable}}" : "&{{campus.session.clean}}";
    }

    /**
     * What a member of a group should know of its session; empty for a route that is alone.
     *
     * @param filter its topic filter
     */
    public Optional<String> description(String filter) {
        if (!filter(filter).startsWith(SHARE)) {
            return Optional.empty();
        }
        return Optional.of(filter(filter) + " with a " + (durable
                ? "durable session: what the broker has put aside for this member waits for it, within the broker's"
                        + " limits"
                : "clean session: without this member the others get all; what it has not acknowledged goes to them,"
                        + " or is lost on a broker that forgets it (Mosquitto)"));
    }
}
