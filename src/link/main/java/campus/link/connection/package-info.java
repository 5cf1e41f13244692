/** One connection to a broker, from the first attempt to its end. What it carries is the business of a session. */
package campus.link.connection;
