/** What every other package may use: typed settings, the error that speaks to users, JSON. Knows no Camel, no MQTT. */
package campus.base;
