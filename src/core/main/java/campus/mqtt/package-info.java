/**
 * The terms of MQTT 5 as values: messages received and published, topic filters, Response Topics, shared subscriptions.
 * Knows no MQTT client, no Camel and no broker.
 */
package campus.mqtt;
