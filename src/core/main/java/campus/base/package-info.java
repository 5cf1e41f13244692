/**
 * What every other package may use: typed settings, the error that speaks to users, JSON, which topics a filter matches.
 * Knows no Camel, no MQTT client and no broker.
 */
package campus.base;
