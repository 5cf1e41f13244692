/**
 * The dependable link: a {@code Link} makes one {@code Connection} after the other; the session that outlives them is
 * an {@code Inbox} and an {@code Outbox}. Each link lives on one event loop of Netty, which nothing blocks. It knows
 * the options, messages and properties of camel-paho-mqtt5, and no other module.
 */
package campus.link;
