/**
 * The component {@code paho-mqtt5} of Camel made dependable: each consumer and producer of a route has a
 * {@code Link}, which makes one {@code Connection} (a Paho client) after the other. A consumer keeps its messages in an
 * {@code Inbox}, a producer in an {@code Outbox}. It knows Camel and Paho, and no other module. Routes name no class of
 * this package, so that they also run on camel-paho-mqtt5, without the guarantees of a link.
 */
package campus.link;
