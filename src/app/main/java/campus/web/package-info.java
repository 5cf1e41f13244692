/**
 * The live page: an HTTP server on Netty with fixed files, figures as JSON, and a tunnel for MQTT from the browser to
 * the broker in use.
 */
package campus.web;
