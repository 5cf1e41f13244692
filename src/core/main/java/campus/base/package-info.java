/**
 * Tools that every other package may use: typed settings and their errors, files, JSON, times, printable text. Knows no
 * other package of this project, no Camel and no MQTT.
 */
package campus.base;
