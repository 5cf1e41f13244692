/** A connection that is made step by step, to find out why a link does not work. */
package campus.link.probe;
