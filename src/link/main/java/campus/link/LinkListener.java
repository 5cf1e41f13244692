package campus.link;

/** Is told that a link has ended: a bean of this type in the Camel registry. */
@FunctionalInterface
public interface LinkListener {

    /**
     * The link has ended and does not connect again; called by a thread that must not wait.
     *
     * @param link   the id of the route that consumes, or {@code to TOPIC} for one that publishes
     * @param reason why
     */
    void ended(String link, LinkException reason);
}
