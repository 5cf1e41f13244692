/** What stands between clients and Artemis: it decides each packet before Artemis acts on it. */
package campus.broker.guard;
