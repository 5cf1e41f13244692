/**
 * The component {@code paho-mqtt5} of Camel on {@link campus.link}: its consumers and producers use links. Routes name
 * no class of this package, so that they also run on camel-paho-mqtt5, without the guarantees of a link.
 */
package campus.link.camel;
