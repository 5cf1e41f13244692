/** The figures that the embedded broker publishes of itself under {@code $SYS/broker/}, by Mosquitto's names. */
package campus.broker.sys;
