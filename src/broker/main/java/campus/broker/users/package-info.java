/** Users and permissions of the embedded broker, read from files in Mosquitto's formats. */
package campus.broker.users;
